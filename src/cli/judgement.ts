/**
 * What the rules say of an image, kept between runs under a name made of all that it depends on: an image that did not
 * change is not judged again, and none of its layers is looked at. What a configuration makes of it is decided anew.
 */
import type { Base } from '../image/join/join.ts';
import type { ImageJudgement } from '../inspect/image.ts';
import type { ActiveRule } from '../lint.ts';
import type { Rule } from '../rule.ts';
import { programStamp } from '../source/analyzer.ts';
import type { OpenedImage, PlannedImage } from '../source/open.ts';
import { signature } from '../source/signature.ts';
import type { Lent } from './lent.ts';

/** What a judgement depends on beside the image itself. */
export interface Judging {
  readonly reference: string;
  readonly rules: readonly ActiveRule[];
  /** Rules of the program. What those of a plugin do depends on files that nobody knows. */
  readonly known: readonly Rule[];
  readonly today: string;
  /** How secrets are looked for. */
  readonly secrets: unknown;
  readonly lent: Lent | undefined;
  readonly base: Base | undefined;
}

/** Where one judgement is kept: the last one that was made of this image under these rules. */
export interface Slot {
  get(): Promise<ImageJudgement | undefined>;
  /** Keeps what was judged, unless something of it may be otherwise the next time. */
  put(judgement: ImageJudgement, opened: OpenedImage): Promise<void>;
}

interface Kept {
  readonly form: 1;
  readonly judgement: ImageJudgement;
  readonly today: string;
  /** Of the context's files, where somebody asked which there are. */
  readonly listing: string | undefined;
}

/** `undefined` where a judgement depends on what cannot be named. */
export function slotFor({ content, cache }: PlannedImage, judging: Judging): Slot | undefined {
  const name = content === undefined ? undefined : nameOf(content, judging);
  if (name === undefined || !cache) return undefined;
  const { today, lent } = judging;
  return {
    get: async () => {
      const bytes = await cache.judgements.get(name);
      if (!bytes) return undefined;
      const kept: Kept = JSON.parse(bytes.toString('utf8'));
      if (kept.form !== 1 || kept.today !== today) return undefined;
      return kept.listing === undefined || kept.listing === listingOf(lent) ? kept.judgement : undefined;
    },
    put: async (judgement, { layers }) => {
      const isWhole = layers.every(({ unread }) => unread === undefined);
      const isFailed = judgement.skipped.some(({ reason }) => reason === 'rule-failed');
      if (!isWhole || isFailed || lent?.looked.sizes) return;
      const listing = lent?.looked.files ? listingOf(lent) : undefined;
      const kept: Kept = { form: 1, judgement, today, listing };
      await cache.judgements.put(name, Buffer.from(JSON.stringify(kept)));
      await cache.prune();
    },
  };
}

function nameOf(content: string, { reference, rules, known, secrets, lent, base }: Judging): string | undefined {
  const own = new Set(known);
  if (rules.some(({ rule }) => !own.has(rule))) return undefined;
  const asked = rules.map(({ rule, severity, configured, options }) => [rule.id, severity, configured, options]);
  return signature([programStamp(), process.version, content, reference, asked, secrets, textOf(lent), base]);
}

/** The day and the listing of the context are held against what is kept, so that one entry does for all days. */
function textOf(lent: Lent | undefined): unknown {
  if (!lent) return undefined;
  const { facts: _, ...options } = lent.options;
  const { context } = lent.dockerfile.facts;
  return [lent.dockerfile.text, options, context && [context.directory, context.ignore]];
}

function listingOf(lent: Lent | undefined): string | undefined {
  const files = lent?.dockerfile.facts.context?.files;
  return signature(files && [...files.keys()]);
}

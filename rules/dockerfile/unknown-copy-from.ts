import { fix } from '../../src/dockerfile/edits.ts';
import type { CopyInstruction, Dockerfile } from '../../src/dockerfile/model.ts';
import { nearest } from '../../src/dockerfile/suggest.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'unknown-copy-from',
  aliases: ['DL3022'],
  on: 'dockerfile',
  needs: { texts: ['--from'] },
  since: '1.0',
  severity: 'warning',
  category: 'correctness',
  summary: '`COPY --from` must name a stage above it, or an image.',
  why: 'A name that is no stage is pulled as an image: the build fails, or takes files from a stranger.',
  options: (z) =>
    z.strictObject({
      bare: z.boolean().default(false).describe('Speak of every name without a tag that is no stage above.'),
    }),
  bad: [
    {
      code: 'FROM golang:1.26 AS builder\nFROM debian:12.9\nCOPY --from=[|bulider|] /app /app',
      message: '`bulider` is no stage of this file; did you mean `builder`?',
      fixed: 'FROM golang:1.26 AS builder\nFROM debian:12.9\nCOPY --from=builder /app /app',
    },
    'FROM debian:12.9\nCOPY --from=[|3|] /app /app',
    'FROM debian:12.9\nCOPY --from=[|build|] /app /app\nFROM golang:1.26 AS build',
    { code: 'FROM debian:12.9\nCOPY --from=[|assets|] / /srv/', options: { bare: true } },
  ],
  good: [
    'FROM golang:1.26 AS build\nFROM debian:12.9\nCOPY --from=build /app /app',
    'FROM golang:1.26\nFROM debian:12.9\nCOPY --from=0 /app /app',
    'FROM debian:12.9\nCOPY --from=acme/app:1 /app /app',
    'FROM debian:12.9\nCOPY --from=assets / /srv/',
    'FROM golang:1.26 AS build\nFROM debian:12.9\nARG FROM\nCOPY --from=$FROM /app /app',
    { code: 'FROM debian:12.9\nCOPY --from=acme/app:1 /app /app', options: { bare: true } },
    { code: 'FROM golang:1.26 AS assets\nFROM debian:12.9\nCOPY --from=asset / /srv/', contexts: ['asset'] },
  ],

  *check(file, { bare }) {
    const names = new Names(file);
    for (const copy of file.stages.flatMap((stage) => stage.of('copy', 'add'))) {
      const word = copy.flag('from')?.value;
      if (!word?.text || copy.kind !== 'copy' || (copy.from?.kind === 'unknown' && copy.from.context !== undefined))
        continue;
      const draft = judge(names, copy, word.text);
      if (draft) {
        const { meant } = draft;
        const rename =
          meant === undefined ? [] : [fix(`Write \`${meant}\``, 'unsafe', { span: word.span, text: meant })];
        yield { place: word.place, message: draft.message, help: draft.help, fixes: rename };
      } else if (bare && copy.from?.kind === 'image' && !word.text.includes(':')) {
        yield {
          place: word.place,
          message: `\`${word.text}\` is no stage above.`,
          help: 'Name a stage, or an image with its tag.',
        };
      }
    }
  },
});

/** The names of stages, each where it is first given. Copies are asked about in the order of the file. */
class Names {
  readonly #stages: Dockerfile['stages'];
  readonly #above = new Set<string>();
  readonly #answers = new Map<string, { readonly names: number; readonly meant: string | undefined }>();
  #seen = 0;

  constructor({ stages }: Dockerfile) {
    this.#stages = stages;
  }

  /** The nearest among the stages above this one. */
  nearest(text: string, stage: number): string | undefined {
    for (; this.#seen < stage; this.#seen++) {
      const name = this.#stages[this.#seen]?.name;
      if (name !== undefined) this.#above.add(name);
    }
    const before = this.#answers.get(text);
    if (before?.names === this.#above.size) return before.meant;
    const meant = nearest(text, this.#above);
    this.#answers.set(text, { names: this.#above.size, meant });
    return meant;
  }
}

function judge(names: Names, { from, stage, index }: CopyInstruction, text: string) {
  if (from?.kind === 'stage') {
    if (from.stage.from.index < index) return undefined;
    return { message: `The stage \`${text}\` stands below.`, help: 'Move the stage up.', meant: undefined };
  }
  if (/^\d+$/.test(text)) {
    return {
      message: `There is no stage \`${text}\`: they count from 0.`,
      help: 'Name a stage above.',
      meant: undefined,
    };
  }
  // Stages further down are not in reach; an image of a registry is not meant as a stage.
  const meant = /[:/.@]/.test(text) || text.length < 4 ? undefined : names.nearest(text, stage?.index ?? 0);
  if (meant === undefined) return undefined;
  return {
    message: `\`${text}\` is no stage of this file; did you mean \`${meant}\`?`,
    help: `Write \`${meant}\`.`,
    meant,
  };
}

/** What rules may need of the world, gathered beside the typing: it is there when it is ready, and then the file is judged anew. */
import { dirname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Context, Facts, RegistryFacts } from '../src/dockerfile/facts.ts';
import type { Dockerfile } from '../src/dockerfile/model.ts';
import { parse } from '../src/dockerfile/parse.ts';
import { imageUses } from '../src/dockerfile/references.ts';
import { gatherContextAside } from '../src/source/context.ts';
import { gatherShellcheck, type ShellcheckAnswer, type ShellcheckAnswers } from '../src/source/shellcheck.ts';
import type { OpenDocument } from './document.ts';
import { pathOf, rootOf } from './names.ts';
import type { Online } from './online.ts';

/** What is asked for one document. */
export interface Wanted {
  /** The program; `false`: it is not to be asked. */
  readonly shellcheck: string | false;
  readonly folders: readonly string[];
  /** Registries are asked, for the sake of these rules. */
  readonly online?: { readonly registries: Online; readonly rules: ReadonlySet<string> };
}

/** The facts of a text beside those that are there anyway; what takes time is worked out only where a rule asks. `ignore`: the text of an ignore file that is only thought of. */
export type FactsOf = (dockerfile: () => Dockerfile, plain: Facts, ignore?: string) => Facts;

interface Known {
  context?: Context | undefined;
  /** Its content, to tell whether there is anything new. */
  contextKey?: string;
  stale: boolean;
  /** What it copied when the context was looked for. */
  copies?: string;
  answers?: ShellcheckAnswers;
  asked?: string;
  registry?: RegistryFacts;
  /** The images that registries were asked about. */
  images?: string;
  timer?: NodeJS.Timeout;
}

function withIgnore(context: Context | undefined, text: string): Context | undefined {
  return context?.ignore ? { ...context, ignore: { ...context.ignore, text } } : context;
}

/** So long nobody may have typed before programs are started and folders listed. */
const IDLE = 700;

export class Gathered {
  readonly #known = new Map<string, Known>();
  readonly #missing = new Set<string>();
  readonly #changed: (uri: string) => void;

  /** `changed`: there is something new about a document. */
  constructor(changed: (uri: string) => void) {
    this.#changed = changed;
  }

  /** What is known by now. */
  of(uri: string): FactsOf {
    const { context: listed, answers, registry } = this.#known.get(uri) ?? {};
    return (dockerfile, plain, ignore) => {
      const context = ignore === undefined ? listed : withIgnore(listed, ignore);
      const facts = { ...plain, ...(context && { context }), ...(registry && { registry }) };
      if (answers === undefined) return facts;
      let answer: ShellcheckAnswer | undefined;
      const said = () => {
        answer ??= answers.of(dockerfile());
        return answer;
      };
      return {
        ...facts,
        get shellcheck() {
          return said().shellcheck;
        },
        get unchecked() {
          return said().unchecked;
        },
      };
    };
  }

  /** The ignore file in force, where there is one. */
  ignoreOf(uri: string, folders: readonly string[]): { uri: string; file: string; text: string } | undefined {
    const path = pathOf(uri);
    const ignore = this.#known.get(uri)?.context?.ignore;
    if (path === undefined || ignore === undefined) return undefined;
    const absolute = resolve(rootOf(path, folders) ?? dirname(path), ignore.file);
    return { uri: pathToFileURL(absolute).href, ...ignore };
  }

  /** Gathers once the typing pauses; `now`: at once, as after a save. */
  ask(document: OpenDocument, wanted: Wanted, now = false): void {
    const known = this.#of(document.uri);
    clearTimeout(known.timer);
    const gather = () => this.gather(document, wanted).then((isNews) => isNews && this.#changed(document.uri));
    known.timer = setTimeout(() => void gather().catch(() => undefined), now ? 0 : IDLE);
    known.timer.unref();
  }

  /** Everything that is wanted; whether there is something new. */
  async gather(document: OpenDocument, wanted: Wanted): Promise<boolean> {
    const known = this.#of(document.uri);
    const news = [
      await this.#context(document, wanted, known),
      await this.#shellcheck(document, wanted, known),
      await this.#registry(document, wanted, known),
    ];
    return news.includes(true);
  }

  /** Files came or went, or an ignore file changed: the next pause lists again. */
  changed(): void {
    for (const known of this.#known.values()) known.stale = true;
  }

  forget(uri: string): void {
    clearTimeout(this.#known.get(uri)?.timer);
    this.#known.delete(uri);
  }

  /** A program that was missing may be there now. */
  settingsChanged(): void {
    this.#missing.clear();
    for (const known of this.#known.values()) {
      known.stale = true;
      delete known.asked;
      delete known.images;
    }
  }

  #of(uri: string): Known {
    const known = this.#known.get(uri) ?? { stale: true };
    this.#known.set(uri, known);
    return known;
  }

  async #context({ uri, text }: OpenDocument, { folders }: Wanted, known: Known): Promise<boolean> {
    const path = pathOf(uri);
    const copies = (text.match(/^\s*(?:copy|add)\s.*/gim) ?? []).join('\n');
    if (path === undefined || (!known.stale && copies === known.copies)) return false;
    known.stale = false;
    known.copies = copies;
    const cwd = rootOf(path, folders) ?? dirname(path);
    const context = await gatherContextAside(path, { cwd, text });
    const key = JSON.stringify([context?.directory, context?.ignore, [...(context?.files?.keys() ?? [])]]);
    if (key === known.contextKey) return false;
    const isNews = known.contextKey !== undefined || context !== undefined;
    known.context = context;
    known.contextKey = key;
    return isNews;
  }

  async #shellcheck({ text, file }: OpenDocument, { shellcheck }: Wanted, known: Known): Promise<boolean> {
    const had = known.answers !== undefined;
    if (shellcheck === false || this.#missing.has(shellcheck)) {
      delete known.answers;
      delete known.asked;
      return had;
    }
    const asked = `${shellcheck}\0${text}`;
    // What stopped would stop again at each pause.
    const isHopeless = known.answers?.stopped === true && known.asked?.startsWith(`${shellcheck}\0`);
    if (known.asked === asked || isHopeless) return false;
    known.asked = asked;
    const dockerfile = parse(text, { file });
    const answers = await gatherShellcheck([dockerfile], { program: shellcheck });
    if (answers.problem !== undefined) {
      this.#missing.add(shellcheck);
      return false;
    }
    const before = known.answers?.of(dockerfile) ?? { shellcheck: [], unchecked: [] };
    known.answers = answers;
    return JSON.stringify(before) !== JSON.stringify(answers.of(dockerfile));
  }

  async #registry({ dockerfile }: OpenDocument, { online }: Wanted, known: Known): Promise<boolean> {
    const had = known.registry !== undefined;
    if (!online) {
      delete known.registry;
      return had;
    }
    const images = [...imageUses(dockerfile)].map(({ reference }) => reference.raw).join(' ');
    if (images === known.images) return false;
    known.images = images;
    const before = [...(known.registry?.images ?? [])];
    known.registry = await online.registries.facts(dockerfile, online.rules);
    return JSON.stringify(before) !== JSON.stringify([...known.registry.images]);
  }
}

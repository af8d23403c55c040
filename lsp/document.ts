/** One version of an open Dockerfile: parsed once, judged once, for all features. */
import type { Dockerfile } from '../src/dockerfile/model.ts';
import { parse } from '../src/dockerfile/parse.ts';
import type { Scripts } from '../src/dockerfile/scripts.ts';
import type { Report } from '../src/finding.ts';
import { type Encoding, Lines } from './convert.ts';

/** A text as it was judged: parsed as the configuration and what else is known have it. */
export interface Judgement {
  readonly dockerfile: Dockerfile;
  readonly report: Report;
}

/** What is judged. */
export interface Judged {
  readonly text: string;
  readonly file: string;
  /** Of the ignore file beside it, where that is not what is known. */
  readonly ignore?: string;
  /** Of the version before. */
  readonly scripts?: Scripts | undefined;
}

/** Judges a text by the configuration of its folder; `rule`: only what that rule finds is of interest. */
export type Judge = (source: Judged, rule?: string) => Judgement;

export class OpenDocument {
  readonly uri: string;
  readonly version: number;
  readonly lines: Lines;
  /** As the configuration and reports name it. */
  readonly file: string;
  #dockerfile: Dockerfile | undefined;
  #scripts: Scripts | undefined;
  #judged: { readonly judge: Judge; readonly report: Report } | undefined;

  constructor(
    uri: string,
    version: number,
    { text, encoding, file, scripts }: { text: string; encoding: Encoding; file: string; scripts?: Scripts },
  ) {
    this.uri = uri;
    this.version = version;
    this.lines = new Lines(text, encoding);
    this.file = file;
    this.#scripts = scripts;
  }

  /** What the next version may take over. Should anyone still ask this one, it is parsed anew. */
  retire(): Scripts | undefined {
    const scripts = this.#scripts;
    this.#scripts = undefined;
    this.#dockerfile = undefined;
    return scripts;
  }

  get text(): string {
    return this.lines.text;
  }

  /** As it was judged, or as it is by itself where nobody has judged it yet. */
  get dockerfile(): Dockerfile {
    this.#dockerfile ??= parse(this.text, { file: this.file });
    return this.#dockerfile;
  }

  report(judge: Judge): Report {
    if (this.#judged?.judge !== judge) {
      const { text, file } = this;
      const { dockerfile, report } = judge({ text, file, scripts: this.#scripts });
      this.#judged = { judge, report };
      this.#dockerfile = dockerfile;
    }
    return this.#judged.report;
  }
}

/** One version of an open Dockerfile: parsed once, judged once, for all features. */
import type { Dockerfile } from '../src/dockerfile/model.ts';
import { parse } from '../src/dockerfile/parse.ts';
import type { Report } from '../src/finding.ts';
import { type Encoding, Lines } from './convert.ts';

/** A text as it was judged: parsed as the configuration and what else is known have it. */
export interface Judgement {
  readonly dockerfile: Dockerfile;
  readonly report: Report;
}

/** Judges a text by the configuration of its folder; `rule`: only what that rule finds is of interest. */
export type Judge = (source: { readonly text: string; readonly file: string }, rule?: string) => Judgement;

export class OpenDocument {
  readonly uri: string;
  readonly version: number;
  readonly lines: Lines;
  /** As the configuration and reports name it. */
  readonly file: string;
  #dockerfile: Dockerfile | undefined;
  #judged: { readonly judge: Judge; readonly judgement: Judgement } | undefined;

  constructor(
    uri: string,
    version: number,
    { text, encoding, file }: { text: string; encoding: Encoding; file: string },
  ) {
    this.uri = uri;
    this.version = version;
    this.lines = new Lines(text, encoding);
    this.file = file;
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
      this.#judged = { judge, judgement: judge(this) };
      this.#dockerfile = this.#judged.judgement.dockerfile;
    }
    return this.#judged.judgement.report;
  }
}

/** A text that is open in the editor, of whatever kind. */
import { type Encoding, Lines } from './convert.ts';

export class OpenText {
  readonly uri: string;
  readonly version: number;
  readonly lines: Lines;

  constructor(uri: string, version: number, { text, encoding }: { text: string; encoding: Encoding }) {
    this.uri = uri;
    this.version = version;
    this.lines = new Lines(text, encoding);
  }

  get text(): string {
    return this.lines.text;
  }
}

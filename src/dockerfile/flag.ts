import type { DockerfilePlace, Span } from '../finding.ts';
import type { FlagSpan } from './command-line.ts';
import type { Lookup } from './expand.ts';
import { Decoded, type Logical, type Sourced } from './logical.ts';
import type { Flag, MountField, Word } from './model.ts';
import { indexIn } from './space.ts';
import { type Host, WordNode } from './word.ts';

const EQUALS = 61;
const COMMA = 44;
const QUOTE = 34;

/** The flag's characters with quotes and escapes taken out, as the builder sees it before it looks for `=`. */
function unquoted(
  line: Logical,
  { start, end }: FlagSpan,
  mark: string,
): { source: Sourced; start: number; end: number } {
  const { text } = line;
  let plain = true;
  for (let at = start; at < end && plain; at++) {
    const char = text.charAt(at);
    plain = char !== '"' && char !== "'" && char !== mark;
  }
  if (plain) return { source: line, start, end };
  const chars: string[] = [];
  const offsets: number[] = [];
  let quote = '';
  for (let at = start; at < end; at++) {
    const char = text.charAt(at);
    if (char === mark) {
      if (++at < end) {
        chars.push(text.charAt(at));
        offsets.push(at);
      }
    } else if (char === quote) quote = '';
    else if (quote === '' && (char === '"' || char === "'")) quote = char;
    else {
      chars.push(char);
      offsets.push(at);
    }
  }
  offsets.push(end);
  return { source: new Decoded(chars.join(''), line, offsets), start: 0, end: chars.length };
}

export class FlagNode implements Flag {
  readonly name: string;
  readonly value: Word | undefined;
  readonly #host: Host;
  readonly #line: Logical;
  readonly #flag: FlagSpan;
  readonly #lookup: Lookup | undefined;
  readonly #source: Sourced;
  readonly #valueStart: number;
  readonly #valueEnd: number;
  #fields: readonly MountField[] | undefined;

  constructor(host: Host, line: Logical, flag: FlagSpan, lookup: Lookup | undefined) {
    this.#host = host;
    this.#line = line;
    this.#flag = flag;
    this.#lookup = lookup;
    const { source, start, end } = unquoted(line, flag, host.escape);
    this.#source = source;
    const equals = indexIn(source.text, EQUALS, start, end);
    const hasValue = equals < end;
    this.name = source.text.slice(start + 2, hasValue ? equals : end);
    this.#valueStart = hasValue ? equals + 1 : end;
    this.#valueEnd = end;
    this.value = hasValue ? this.#word() : undefined;
  }

  #word(): WordNode {
    const lookup = this.#mount ? undefined : this.#lookup;
    const parts = { host: this.#host, source: this.#source, start: this.#valueStart, end: this.#valueEnd, lookup };
    if (this.#source === this.#line) return new WordNode(parts);
    const rawStart = this.#rawValueStart();
    const { end } = this.#flag;
    return new WordNode({ ...parts, raw: this.#line.text.slice(rawStart, end), whole: this.#line.span(rawStart, end) });
  }

  get #mount(): boolean {
    return this.name === 'mount';
  }

  #rawValueStart(): number {
    const { start, end } = this.#flag;
    return Math.min(indexIn(this.#line.text, EQUALS, start, end) + 1, end);
  }

  get span(): Span {
    return this.#line.span(this.#flag.start, this.#flag.end);
  }

  get place(): DockerfilePlace {
    return this.#host.at(this.span);
  }

  get fields(): readonly MountField[] | undefined {
    if (!this.#mount || this.value === undefined) return undefined;
    this.#fields ??= this.#cutFields();
    return this.#fields;
  }

  /** Comma-separated, by the rules of CSV: a field that starts with `"` runs to the next one. */
  #cutFields(): MountField[] {
    const { text } = this.#source;
    const fields: MountField[] = [];
    for (let at = this.#valueStart; at < this.#valueEnd; ) {
      const quoted = text.charAt(at) === '"';
      const start = quoted ? at + 1 : at;
      const end = indexIn(text, quoted ? QUOTE : COMMA, start, this.#valueEnd);
      fields.push(this.#field(start, end));
      at = indexIn(text, COMMA, end, this.#valueEnd) + 1;
    }
    return fields;
  }

  #field(start: number, end: number): MountField {
    const { text } = this.#source;
    const equals = indexIn(text, EQUALS, start, end);
    const valueStart = Math.min(equals + 1, end);
    const word = new WordNode({
      host: this.#host,
      source: this.#source,
      start: valueStart,
      end,
      lookup: this.#lookup,
    });
    const host = this.#host;
    const span = this.#source.span(start, end);
    return {
      key: text.slice(start, equals).toLowerCase(),
      span,
      get place() {
        return host.at(span);
      },
      get text() {
        return equals === end ? undefined : word.text;
      },
    };
  }
}

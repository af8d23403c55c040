/** One word expanded as BuildKit's shell lexer does: quotes and escapes removed, variables replaced, three-valued. */
import type { Declaration } from './model.ts';
import { isPattern, replacePattern, trimPattern } from './pattern.ts';
import { indexIn, isDigit, isNameChar, isSpace } from './space.ts';

export type Lookup = (name: string) => Value;

/** What a name stands for. `undefined` that is `certain` is empty: no base image can have set it. */
export type Value =
  | { readonly state: 'known'; readonly text: string; readonly declaration?: Declaration | undefined }
  | { readonly state: 'unknown'; readonly declaration?: Declaration | undefined }
  | { readonly state: 'undefined'; readonly certain: boolean };

export interface RawVariable {
  readonly start: number;
  end: number;
  readonly name: string;
  readonly nameStart: number;
  readonly nameEnd: number;
  operator?: string | undefined;
  readonly value: Value;
}

export interface ExpansionFault {
  readonly kind: 'quote' | 'variable';
  readonly start: number;
  readonly end: number;
  readonly message: string;
}

export interface Expansion {
  readonly text: string | undefined;
  readonly variables: readonly RawVariable[];
  /** The text cut at blanks that no quote or escape protects; absent when that was not asked for, or is unknown. */
  readonly words?: readonly string[] | undefined;
  readonly fault?: ExpansionFault | undefined;
}

/** Longer values are taken as unknown, so that ARGs that double each other stay bounded. */
const LONGEST = 1 << 16;

/** What is being read: the word, a double-quoted part, or an operand inside `${…}`. */
interface Frame {
  readonly kind: 'top' | 'quoted' | 'operand' | 'pattern' | 'replacement';
  readonly start: number;
  readonly variable?: RawVariable;
  /** `:-` and the like treat empty as unset. */
  readonly emptyIsUnset?: boolean;
  readonly pattern?: string | undefined;
  out: string | undefined;
}

export interface Input {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly escape: string;
  readonly lookup: Lookup;
  /** Cut the result into words, as EXPOSE does. */
  readonly split?: boolean;
}

const operators: readonly string[] = ['-', '+', '?', '#', '%'];
const special: readonly string[] = ['@', '*', '#', '?', '-', '$', '!', '0'];

export function expand(input: Input): Expansion {
  const { text, start, end } = input;
  if (!input.split && isPlain(text, start, end, input.escape)) return { text: text.slice(start, end), variables: none };
  return new Expander(input).run();
}

const none: readonly RawVariable[] = [];

/** Nothing in it means anything: the common case. */
function isPlain(text: string, start: number, end: number, escapeMark: string): boolean {
  const mark = escapeMark.charCodeAt(0);
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code === 36 || code === 34 || code === 39 || code === mark) return false;
  }
  return true;
}

class Expander {
  readonly #text: string;
  readonly #end: number;
  readonly #escape: string;
  readonly #lookup: Lookup;
  readonly #variables: RawVariable[] = [];
  readonly #frames: Frame[];
  #frame: Frame;
  #at: number;
  #fault: ExpansionFault | undefined;
  /** A variable that `?` insists on is not set: no text, wherever it stands. */
  #refused = false;
  readonly #words: Splitter | undefined;

  constructor({ text, start, end, escape: mark, lookup, split }: Input) {
    this.#text = text;
    this.#end = end;
    this.#escape = mark;
    this.#lookup = lookup;
    this.#at = start;
    this.#frame = { kind: 'top', start, out: '' };
    this.#frames = [this.#frame];
    this.#words = split ? new Splitter() : undefined;
  }

  run(): Expansion {
    while (this.#at < this.#end && this.#fault === undefined) this.#step();
    if (this.#fault === undefined && this.#frames.length > 1) this.#unterminated();
    const fault = this.#fault;
    const text = fault === undefined && !this.#refused ? this.#frames[0]?.out : undefined;
    const words = text === undefined ? undefined : this.#words?.done();
    return { text, variables: this.#variables, words, fault };
  }

  #step(): void {
    const char = this.#text.charAt(this.#at);
    const { kind } = this.#frame;
    if (kind === 'quoted' ? char === '"' : kind === 'pattern' ? char === '/' : kind !== 'top' && char === '}') {
      this.#at++;
      this.#close();
    } else if (char === '$') this.#dollar();
    else if (char === '"' && kind !== 'quoted') this.#push({ kind: 'quoted', start: this.#at++, out: '' });
    else if (char === "'" && kind !== 'quoted') this.#single();
    else if (char === this.#escape) this.#escaped(kind);
    else this.#literal(kind);
  }

  /** Everything up to the next character that may mean something. */
  #literal(kind: Frame['kind']): void {
    const from = this.#at++;
    for (; this.#at < this.#end; this.#at++) {
      const char = this.#text.charAt(this.#at);
      if (char === '$' || char === '"' || char === "'" || char === this.#escape) break;
      if (kind !== 'top' && kind !== 'quoted' && (char === '}' || char === '/')) break;
    }
    this.#add(this.#text.slice(from, this.#at));
  }

  #escaped(kind: Frame['kind']): void {
    const next = this.#at + 1 < this.#end ? this.#text.charAt(this.#at + 1) : '';
    const raw = kind === 'pattern' || kind === 'replacement' || this.#keepsEscapes();
    if (kind === 'quoted') {
      const takes = next === '"' || next === '$' || next === this.#escape;
      if (next !== '') this.#add(takes ? (raw ? this.#escape : '') + next : this.#escape);
      this.#at += takes ? 2 : 1;
    } else {
      this.#add(raw ? this.#escape + next : next, true);
      this.#at += next === '' ? 1 : 2;
    }
  }

  /** `#` and `%` take a pattern as their operand, in which escapes still mean something. */
  #keepsEscapes(): boolean {
    const operator = this.#frame.variable?.operator;
    return operator === '#' || operator === '%';
  }

  #single(): void {
    const close = indexIn(this.#text, 39, this.#at + 1, this.#end);
    if (close === this.#end) {
      this.#fail('quote', this.#at, "The quote `'` is never closed.");
      return;
    }
    this.#add(this.#text.slice(this.#at + 1, close), true);
    this.#at = close + 1;
  }

  #dollar(): void {
    const start = this.#at++;
    if (this.#text.charAt(this.#at) !== '{' || this.#at >= this.#end) {
      const nameStart = this.#at;
      const name = this.#name();
      if (name === '') this.#add('$');
      else this.#add(this.#value(this.#variable(start, name, nameStart)));
      return;
    }
    const nameStart = ++this.#at;
    const first = this.#at < this.#end ? this.#text.charAt(this.#at) : '';
    if (first === '') this.#fail('variable', start, 'The `}` of this substitution is missing.');
    else if (first === '{' || first === '}' || first === ':') {
      this.#fail('variable', start, 'This substitution names no variable.');
    } else this.#afterName(this.#variable(start, this.#name(), nameStart));
  }

  #afterName(variable: RawVariable): void {
    const char = this.#at < this.#end ? this.#text.charAt(this.#at++) : '';
    if (char === '}') {
      variable.end = this.#at;
      this.#add(this.#value(variable));
    } else if (char === '') this.#fail('variable', variable.start, 'The `}` of this substitution is missing.');
    else if (char === '/') {
      const all = this.#text.charAt(this.#at) === '/';
      if (all) this.#at++;
      variable.operator = all ? '//' : '/';
      this.#push({ kind: 'pattern', start: variable.start, variable, out: '' });
    } else {
      const emptyIsUnset = char === ':';
      const operator = emptyIsUnset ? this.#text.charAt(this.#at++) : char;
      if (!operators.includes(operator) || (emptyIsUnset && (operator === '#' || operator === '%'))) {
        this.#fail(
          'variable',
          variable.start,
          `\`${emptyIsUnset ? char : ''}${operator}\` is no operator that a substitution may have.`,
        );
        return;
      }
      variable.operator = operator;
      this.#push({ kind: 'operand', start: variable.start, variable, emptyIsUnset, out: '' });
    }
  }

  #name(): string {
    const from = this.#at;
    const first = this.#text.charCodeAt(from);
    if (from >= this.#end) return '';
    if (isDigit(first)) {
      while (this.#at < this.#end && isDigit(this.#text.charCodeAt(this.#at))) this.#at++;
    } else if (special.includes(this.#text.charAt(from))) this.#at++;
    else while (this.#at < this.#end && isNameChar(this.#text.charCodeAt(this.#at))) this.#at++;
    return this.#text.slice(from, this.#at);
  }

  #variable(start: number, name: string, nameStart: number): RawVariable {
    const nameEnd = nameStart + name.length;
    const variable: RawVariable = { start, end: nameEnd, name, nameStart, nameEnd, value: this.#lookup(name) };
    this.#variables.push(variable);
    return variable;
  }

  #value({ value }: RawVariable): string | undefined {
    if (value.state === 'known') return value.text;
    return value.state === 'undefined' && value.certain ? '' : undefined;
  }

  #push(frame: Frame): void {
    this.#frames.push(frame);
    this.#frame = frame;
  }

  /** `whole`: blanks in it cut no word. */
  #add(text: string | undefined, whole = false): void {
    const frame = this.#frame;
    if (frame.kind === 'top') this.#words?.add(text ?? '', whole);
    if (frame.out === undefined) return;
    frame.out =
      text === undefined || frame.out.length + text.length > Math.max(LONGEST, this.#end)
        ? undefined
        : frame.out + text;
  }

  #close(): void {
    const frame = this.#frame;
    this.#frames.pop();
    this.#frame = this.#frames.at(-1) ?? frame;
    const { variable } = frame;
    if (variable === undefined) this.#add(frame.out, true);
    else if (frame.kind === 'pattern') {
      this.#push({ kind: 'replacement', start: frame.start, variable, pattern: frame.out, out: '' });
    } else {
      variable.end = this.#at;
      if (frame.kind === 'replacement') this.#add(this.#replaced(variable, frame));
      else this.#add(this.#operated(variable, frame));
    }
  }

  #replaced(variable: RawVariable, frame: Frame): string | undefined {
    const value = this.#value(variable);
    if (value === undefined || frame.pattern === undefined || frame.out === undefined) return undefined;
    if (!this.#allows(variable, frame.pattern)) return undefined;
    return replacePattern(value, frame.pattern, frame.out, variable.operator === '//');
  }

  #allows(variable: RawVariable, pattern: string): boolean {
    if (isPattern(pattern)) return true;
    this.#fail('variable', variable.start, `\`${pattern}\` is no pattern that a substitution may have.`);
    return false;
  }

  /** `-`, `+`, `?`, `#`, `%`; from here on the variable's operator is the whole of it: `:-`, `##` …. */
  #operated(variable: RawVariable, { emptyIsUnset, out }: Frame): string | undefined {
    const operator = variable.operator ?? '';
    if (operator === '#' || operator === '%') return this.#trimmed(variable, operator, out);
    variable.operator = (emptyIsUnset ? ':' : '') + operator;
    const { value } = variable;
    if (value.state === 'unknown' || (value.state === 'undefined' && !value.certain)) return undefined;
    const set = value.state === 'known' && !(emptyIsUnset && value.text === '');
    const text = value.state === 'known' ? value.text : '';
    if (operator === '-') return set ? text : out;
    if (operator === '+') return set ? out : '';
    if (!set) this.#refused = true;
    return text;
  }

  #trimmed(variable: RawVariable, operator: '#' | '%', out: string | undefined): string | undefined {
    const doubled = out?.startsWith(operator) ?? this.#text.charAt(variable.nameEnd + 1) === operator;
    variable.operator = doubled ? operator + operator : operator;
    const value = this.#value(variable);
    if (value === undefined || out === undefined) return undefined;
    const pattern = doubled ? out.slice(1) : out;
    if (!this.#allows(variable, pattern)) return undefined;
    return trimPattern(value, pattern, { end: operator === '%', longest: doubled });
  }

  #unterminated(): void {
    const frame = this.#frame;
    if (frame.kind === 'quoted') this.#fail('quote', frame.start, 'The quote `"` is never closed.');
    else if (frame.kind === 'pattern')
      this.#fail('variable', frame.start, 'The second `/` of this substitution is missing.');
    else this.#fail('variable', frame.start, 'The `}` of this substitution is missing.');
  }

  #fail(kind: ExpansionFault['kind'], start: number, message: string): void {
    for (const { variable } of this.#frames) if (variable !== undefined) variable.end = this.#at;
    this.#fault = { kind, start, end: Math.max(this.#at, start + 1), message };
  }
}

/** Words of a text that comes in pieces. */
class Splitter {
  readonly #words: string[] = [];
  #word = '';

  add(text: string, whole: boolean): void {
    if (whole) this.#word += text;
    else {
      for (const char of text) {
        if (!isSpace(char.charCodeAt(0))) this.#word += char;
        else this.#cut();
      }
    }
  }

  #cut(): void {
    if (this.#word !== '') this.#words.push(this.#word);
    this.#word = '';
  }

  done(): readonly string[] {
    this.#cut();
    return this.#words;
  }
}

/**
 * The part of HCL that bake files are written in: blocks, attributes, texts with `${name}` in them, lists and maps. Functions,
 * conditions and arithmetic are passed over: their values are unknown.
 */
import type { Span } from '../../finding.ts';

export type Expression =
  | { readonly kind: 'text'; readonly parts: readonly (string | Expression)[] }
  /** `at` is where it stands in the file; absent where that cannot be told, as in JSON. */
  | { readonly kind: 'name'; readonly name: string; readonly at?: number | undefined }
  /** `item.dockerfile`. */
  | { readonly kind: 'member'; readonly of: Expression; readonly name: string }
  | { readonly kind: 'list'; readonly items: readonly Expression[] }
  | { readonly kind: 'map'; readonly entries: readonly Attribute[] }
  | { readonly kind: 'null' }
  | { readonly kind: 'unknown' };

export interface Attribute {
  readonly name: string;
  readonly value: Expression;
  readonly span: Span;
}

export interface Block {
  readonly type: string;
  readonly labels: readonly string[];
  readonly attributes: readonly Attribute[];
  readonly blocks: readonly Block[];
  /** Of what names it. */
  readonly span: Span;
}

/** Where a text is no HCL, and why. */
export class HclFault extends Error {
  readonly at: number;

  constructor(at: number, message: string) {
    super(message);
    this.at = at;
  }
}

const unknown: Expression = { kind: 'unknown' };
/** Deeper nesting is no build's. */
const deepest = 64;

/** The blocks of a file, as if it were one block. Throws `HclFault`. */
export function readHcl(text: string): Block {
  const reader = new Reader(text, (at) => at);
  const body = reader.body(false);
  return { type: '', labels: [], span: { start: 0, end: 0 }, ...body };
}

/** `a${b}c`, the text of a template without its quotes. */
export function readTemplate(text: string): Expression {
  return new Reader(text, () => undefined).template(text.length);
}

/** Where in the file an offset of a reader's text is. */
type ToFile = (at: number) => number | undefined;

class Reader {
  readonly #text: string;
  #at = 0;
  #depth = 0;
  readonly #toFile: ToFile;

  constructor(text: string, toFile: ToFile) {
    this.#text = text;
    this.#toFile = toFile;
  }

  body(inside: boolean): Pick<Block, 'attributes' | 'blocks'> {
    const attributes: Attribute[] = [];
    const blocks: Block[] = [];
    for (;;) {
      this.#space(true);
      const start = this.#at;
      if (start >= this.#text.length) {
        if (inside) throw new HclFault(start, 'a block is not closed');
        return { attributes, blocks };
      }
      if (inside && this.#takes('}')) return { attributes, blocks };
      const name = this.#identifier();
      if (name === undefined) throw new HclFault(start, 'a name of a block or an attribute is expected here');
      const span = { start, end: this.#at };
      this.#space(false);
      if (this.#takes('=')) attributes.push({ name, value: this.#expression(false), span });
      else blocks.push(this.#block(name, start));
    }
  }

  #block(type: string, start: number): Block {
    const labels: string[] = [];
    let end = this.#at;
    for (;;) {
      this.#space(false);
      if (this.#takes('{')) break;
      const label = this.#text[this.#at] === '"' ? this.#plain() : this.#identifier();
      if (label === undefined) throw new HclFault(this.#at, 'a `{` or `=` is expected here');
      labels.push(label);
      end = this.#at;
    }
    return this.#deeper(() => ({ type, labels, span: { start, end }, ...this.body(true) }));
  }

  #deeper<T>(read: () => T): T {
    if (++this.#depth > deepest) throw new HclFault(this.#at, 'this nests too deep');
    const value = read();
    this.#depth--;
    return value;
  }

  /** Up to a comma, a closing bracket or, outside of brackets, the end of the line. */
  #expression(bracketed: boolean): Expression {
    this.#space(bracketed);
    const value = this.#deeper(() => this.#operand());
    this.#space(bracketed);
    // What an operator makes of it is not known.
    if (this.#ends(bracketed)) return value;
    this.#pass(bracketed);
    return unknown;
  }

  #ends(bracketed: boolean): boolean {
    const next = this.#text[this.#at];
    if (next === undefined || next === ',' || next === '}' || next === ']' || next === ')') return true;
    return !bracketed && (next === '\n' || next === '\r');
  }

  #operand(): Expression {
    const next = this.#text[this.#at];
    if (next === '"') return this.#quoted();
    if (next === '[') return this.#list();
    if (next === '{') return this.#map();
    const heredoc = this.#heredoc();
    if (heredoc) return heredoc;
    const number = this.#match(/-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y);
    if (number !== undefined) return { kind: 'text', parts: [number] };
    const at = this.#toFile(this.#at);
    const name = this.#identifier();
    if (name === 'null') return { kind: 'null' };
    if (name === 'true' || name === 'false') return { kind: 'text', parts: [name] };
    return name === undefined ? unknown : this.#members({ kind: 'name', name, at });
  }

  #members(of: Expression): Expression {
    let value = of;
    for (;;) {
      const name = this.#match(/\.[A-Za-z_][\w-]*/y)?.slice(1);
      if (name === undefined) return value;
      value = { kind: 'member', of: value, name };
    }
  }

  #list(): Expression {
    const start = this.#at++;
    if (this.#comprehends()) return this.#closed(start);
    const items: Expression[] = [];
    for (;;) {
      this.#space(true);
      if (this.#takes(']')) return { kind: 'list', items };
      items.push(this.#expression(true));
      this.#space(true);
      if (!this.#takes(',') && this.#text[this.#at] !== ']') throw new HclFault(start, 'this list is not closed');
    }
  }

  #map(): Expression {
    const start = this.#at++;
    if (this.#comprehends()) return this.#closed(start);
    const entries: Attribute[] = [];
    for (;;) {
      this.#space(true);
      if (this.#takes('}')) return { kind: 'map', entries };
      const from = this.#at;
      const name = this.#text[from] === '"' ? this.#plain() : this.#identifier();
      const span = { start: from, end: this.#at };
      this.#space(false);
      if (name === undefined) {
        // A key that is computed.
        this.#at = start;
        return this.#closed(start);
      }
      if (!this.#takes('=') && !this.#takes(':')) throw new HclFault(this.#at, 'a `=` is expected here');
      entries.push({ name, value: this.#expression(false), span });
      this.#space(true);
      this.#takes(',');
    }
  }

  /** `[for x in …]` and `{for …}`. */
  #comprehends(): boolean {
    const before = this.#at;
    this.#space(true);
    const name = this.#identifier();
    this.#at = before;
    return name === 'for';
  }

  /** Passes over what a bracket at `start` opens. */
  #closed(start: number): Expression {
    this.#at = start + 1;
    this.#pass(true, 1);
    return unknown;
  }

  /** Goes on to where an expression ends: brackets are balanced, texts are not looked into. */
  #pass(bracketed: boolean, open = 0): void {
    let depth = open;
    while (this.#at < this.#text.length) {
      if (depth === 0 && this.#ends(bracketed)) return;
      const next = this.#text.charAt(this.#at);
      if (next === '"') this.#quoted();
      else if (/[#/]/.test(next)) {
        const before = this.#at;
        this.#space(depth > 0 || bracketed);
        if (this.#at === before) this.#at++;
      } else {
        if (/[([{]/.test(next)) depth++;
        else if (/[)\]}]/.test(next)) depth--;
        this.#at++;
        if (depth === 0 && open > 0) return;
      }
    }
    if (depth > 0) throw new HclFault(this.#at, 'a bracket is not closed');
  }

  /** A text without templates in it: labels and keys. */
  #plain(): string {
    const start = this.#at;
    const value = this.#quoted();
    const [part = '', ...rest] = value.kind === 'text' ? value.parts : [];
    if (rest.length > 0 || typeof part !== 'string') throw new HclFault(start, 'a name may hold no `${`');
    return part;
  }

  #quoted(): Expression {
    const start = this.#at++;
    let end = this.#at;
    let depth = 0;
    for (; end < this.#text.length; end++) {
      const next = this.#text[end];
      if (next === '\\') end++;
      else if (next === '\n' && depth === 0) break;
      else if ((next === '$' || next === '%') && this.#text[end + 1] === '{') {
        if (this.#text[end - 1] !== next) depth++;
        end++;
      } else if (next === '}' && depth > 0) depth--;
      else if (next === '"' && depth === 0) return this.template(end, 1);
    }
    throw new HclFault(start, 'this text is not closed');
  }

  /** The template from here to `end`, which `closing` more characters follow. */
  template(end: number, closing = 0): Expression {
    const parts: (string | Expression)[] = [];
    let plain = '';
    while (this.#at < end) {
      const sign = this.#match(/\$\$\{|%%\{|\$\{|%\{/y);
      if (sign === '${') {
        if (plain !== '') parts.push(plain);
        plain = '';
        parts.push(this.#expression(true));
        this.#space(true);
        if (!this.#takes('}')) throw new HclFault(this.#at, 'a `}` is expected here');
      } else if (sign === '%{') {
        parts.push(unknown);
      } else {
        plain += sign === undefined ? this.#character(closing > 0) : sign.slice(1);
      }
    }
    this.#at = end + closing;
    if (plain !== '') parts.push(plain);
    return { kind: 'text', parts };
  }

  #character(escapes: boolean): string {
    const escaped = escapes ? this.#match(/\\(?:u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.)/sy) : undefined;
    if (escaped === undefined) return this.#text.charAt(this.#at++);
    const code = Number.parseInt(escaped.slice(2), 16);
    if (/^\\[uU]./.test(escaped) && code <= 0x10ffff) return String.fromCodePoint(code);
    return { n: '\n', r: '\r', t: '\t' }[escaped.charAt(1)] ?? escaped.charAt(1);
  }

  #heredoc(): Expression | undefined {
    const opening = this.#match(/<<-?[A-Za-z_]\w*\r?\n/y);
    if (opening === undefined) return undefined;
    const name = opening.replace(/^<<-?|\r?\n$/g, '');
    const closing = new RegExp(`^[ \\t]*${name}[ \\t]*\\r?$`, 'my');
    const start = this.#at;
    for (let line = start; line < this.#text.length; line = this.#lineAfter(line)) {
      closing.lastIndex = line;
      const found = closing.exec(this.#text);
      if (!found) continue;
      const body = this.#text.slice(start, line);
      this.#at = line + found[0].length;
      const { text, indent } = opening.startsWith('<<-') ? outdented(body) : { text: body, indent: 0 };
      return new Reader(text, (at) => this.#toFile(start + at + removed(body, text, { at, indent }))).template(
        text.length,
      );
    }
    throw new HclFault(start, `the text up to \`${name}\` is not closed`);
  }

  #lineAfter(at: number): number {
    const end = this.#text.indexOf('\n', at);
    return end === -1 ? this.#text.length : end + 1;
  }

  #identifier(): string | undefined {
    return this.#match(/[A-Za-z_][\w-]*/y);
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    if (found !== undefined) this.#at += found.length;
    return found;
  }

  #takes(sign: string): boolean {
    if (this.#text[this.#at] !== sign) return false;
    this.#at++;
    return true;
  }

  /** Blanks and comments; line ends where they mean nothing. */
  #space(lines: boolean): void {
    while (
      this.#match(lines ? /\s+/y : /[ \t]+/y) !== undefined ||
      this.#match(/(?:#|\/\/)[^\n]*|\/\*[\s\S]*?\*\//y) !== undefined
    );
  }
}

function outdented(body: string): { readonly text: string; readonly indent: number } {
  const lines = body.split('\n');
  const indents = lines.filter((line) => line.trim() !== '').map((line) => line.search(/\S/));
  const indent = Math.min(...indents, body.length);
  return { text: lines.map((line) => line.slice(indent)).join('\n'), indent };
}

/** How much was taken from a body up to a place of what is left of it. */
function removed(body: string, text: string, { at, indent }: { at: number; indent: number }): number {
  if (indent === 0) return 0;
  const line = text.slice(0, at).split('\n').length;
  const before = body.split('\n').slice(0, line);
  return before.reduce((sum, one) => sum + Math.min(indent, one.length), 0);
}

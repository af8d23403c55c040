/** Texts of a Dockerfile as builders see them, and texts in which some part is not known. */
import type { Dockerfile, Word } from '../../dockerfile/model.ts';
import type { Span } from '../../finding.ts';

/** Stands in a pattern for text that is not known: a variable that the build may have set. */
export const hole = '\0';

/** Runs of blanks are one: builders differ in what they keep of continued lines. */
export function squeeze(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** The text of a span as one logical line: comment lines and continuations taken out. */
export function logicalText({ text, comments, escape: mark }: Dockerfile, span: Span): string {
  let at = span.start;
  let kept = '';
  for (const comment of comments) {
    if (comment.span.start < at || comment.span.end > span.end) continue;
    kept += text.slice(at, comment.span.start);
    at = comment.span.end;
  }
  kept += text.slice(at, span.end);
  const continued = mark === '`' ? /`[ \t]*\r?\n(?:[ \t]*\r?\n)*/g : /\\[ \t]*\r?\n(?:[ \t]*\r?\n)*/g;
  return kept.replace(continued, '');
}

/** What a word comes to, where that is known without the build's own arguments; holes for the rest. */
export function resolved(dockerfile: Dockerfile, word: Word): string {
  return word.text ?? pattern(dockerfile, word);
}

/** What a word comes to whatever its variables hold. */
export function pattern({ text }: Dockerfile, word: Word): string {
  let rest = word.raw;
  let made = '';
  for (const { span } of word.variables) {
    const written = text.slice(span.start, span.end);
    const at = rest.indexOf(written);
    if (at < 0) return hole;
    made += unquote(rest.slice(0, at)) + hole;
    rest = rest.slice(at + written.length);
  }
  return made + unquote(rest);
}

/** Whether a text is what the pattern says: `exact` without holes, `open` where holes took up a part of it. */
export function fits(wanted: string, text: string): 'exact' | 'open' | undefined {
  const pieces = squeeze(wanted).split(hole);
  const given = squeeze(text);
  const [first = '', ...others] = pieces;
  if (others.length === 0) return first === given ? 'exact' : undefined;
  const last = others.pop() ?? '';
  if (!given.startsWith(first) || !given.endsWith(last) || given.length < first.length + last.length) return undefined;
  let at = first.length;
  for (const piece of others) {
    const found = given.indexOf(piece, at);
    if (found < 0) return undefined;
    at = found + piece.length;
  }
  return at <= given.length - last.length ? 'open' : undefined;
}

/** Strings in double quotes, as JSON or as Go prints a list; `undefined` where the text is no such list. */
export function quotedList(text: string): readonly string[] | undefined {
  if (!/^\[\s*(?:"(?:[^"\\]|\\.)*"[\s,]*)*\]$/.test(text.trim())) return undefined;
  return [...text.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map((match) => unescapeGo(match[1] ?? ''));
}

function unescapeGo(text: string): string {
  const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', a: '\x07', b: '\b', f: '\f', v: '\v' };
  return text.replace(/\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|(.))/g, (_, x?: string, u?: string, c?: string) => {
    const code = x ?? u;
    return code === undefined ? (escapes[c ?? ''] ?? c ?? '') : String.fromCharCode(Number.parseInt(code, 16));
  });
}

function unquote(text: string): string {
  let made = '';
  let quote = '';
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charAt(at);
    if (char === quote) quote = '';
    else if (quote === '' && (char === '"' || char === "'")) quote = char;
    else if (char === '\\' && quote !== "'" && at + 1 < text.length) made += text.charAt(++at);
    else made += char;
  }
  return made;
}

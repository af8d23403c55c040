/** Text made harmless for a terminal: nothing moves the cursor, hides, or turns the reading direction around. */

/** What may be hidden, or may not take one column: everything but letters, dashes, quotes, ellipses and the lines of boxes, which reports are drawn with. */
const unplain = /[^\x20-\x7e\u2010-\u2027\u2500-\u257f]/;

/** By numbers, as a set of Unicode takes long to make. */
function isHidden(character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x200b) return code < 0x20 || (code >= 0x7f && code < 0xa0) || [0xad, 0x61c, 0x180e].includes(code);
  if (code <= 0x206f) return code <= 0x200f || (code >= 0x2028 && code <= 0x202e) || code >= 0x2060;
  if (code >= 0xe0000) return code <= 0xe0fff;
  return (code >= 0xd800 && code <= 0xdfff) || code === 0xfeff || (code >= 0xfff9 && code <= 0xfffb);
}

/** One line of text: control characters become pictures, invisible ones are named, line ends and tabs are spaces. */
export function plain(text: string): string {
  if (!unplain.test(text)) return text;
  if (!Array.from(text).some(isHidden)) return text;
  return Array.from(text.replace(/\r\n|[\t\n\r]/g, ' '), (one) => (isHidden(one) ? picture(one) : one)).join('');
}

function picture(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20) return String.fromCodePoint(0x2400 + code);
  if (code === 0x7f) return '␡';
  return `<U+${code.toString(16).toUpperCase().padStart(4, '0')}>`;
}

/** A line as it is shown, and where each of its characters went. */
export interface Shown {
  readonly text: string;
  /** The terminal column, from 0, of a UTF-16 offset into the original line. */
  column(offset: number): number;
}

const tabWidth = 4;

/** Like `plain`, with tabs drawn to the next stop and the way back to columns kept. */
export function shown(line: string): Shown {
  if (!unplain.test(line)) return { text: line, column: (offset) => Math.min(offset, line.length) };
  const columns: number[] = [];
  let text = '';
  let column = 0;
  for (const character of line) {
    const drawn =
      character === '\t'
        ? ' '.repeat(tabWidth - (column % tabWidth))
        : isHidden(character)
          ? picture(character)
          : character;
    for (let unit = 0; unit < character.length; unit++) columns.push(column);
    text += drawn;
    column += cells(drawn);
  }
  const end = column;
  return { text, column: (offset) => columns[offset] ?? end };
}

const wide = () =>
  /\p{Emoji_Presentation}|[\u1100-\u115f\u2e80-\u303e\u3041-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]/u;
const flat = () => /[\p{Mn}\p{Me}]/u;

/** How many terminal columns a text takes. */
export function cells(text: string): number {
  if (!unplain.test(text)) return text.length;
  let count = 0;
  for (const character of text) count += widthOf(character);
  return count;
}

function widthOf(character: string): number {
  if (character <= '~' || !unplain.test(character)) return 1;
  return flat().test(character) ? 0 : wide().test(character) ? 2 : 1;
}

/** The part of a text from one terminal column to another; a wide character that is cut becomes a space. */
export function cut(text: string, from: number, to: number): string {
  if (!unplain.test(text)) return text.slice(from, to);
  let result = '';
  let column = 0;
  for (const character of text) {
    const width = widthOf(character);
    const within = Math.min(column + width, to) - Math.max(column, from);
    if (within === width && (width > 0 || (column > from && column <= to))) result += character;
    else if (within > 0) result += ' '.repeat(within);
    column += width;
  }
  return result;
}

/** Breaks a text at spaces so that no line is wider than `width`, where it can be broken at all. */
export function wrap(text: string, width: number): readonly string[] {
  if (!text.startsWith(' ') && cells(text) <= width) return [text];
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && cells(line) + 1 + cells(word) > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

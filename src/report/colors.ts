/** Colours of a terminal, by its escape sequences; off, they are the text alone. */

export type Color = (text: string) => string;

export interface Colors {
  readonly bold: Color;
  readonly dim: Color;
  readonly red: Color;
  readonly green: Color;
  readonly yellow: Color;
  readonly magenta: Color;
  readonly cyan: Color;
}

const plain: Color = (text) => text;

export function colorsOf(enabled: boolean): Colors {
  const between = (open: number, close: number): Color => (enabled ? (text) => wrapped(text, open, close) : plain);
  return {
    bold: between(1, 22),
    dim: between(2, 22),
    red: between(31, 39),
    green: between(32, 39),
    yellow: between(33, 39),
    magenta: between(35, 39),
    cyan: between(36, 39),
  };
}

/** What ends a colour within the text ends this one too: it is begun again there. Bold and dim end alike, and are told apart by beginning anew. */
function wrapped(text: string, open: number, close: number): string {
  const begin = `\x1b[${open}m`;
  const end = `\x1b[${close}m`;
  const again = close === 22 ? end + begin : begin;
  return begin + text.replaceAll(end, again) + end;
}

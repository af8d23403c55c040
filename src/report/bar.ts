/** Bars for a terminal: what is kept, then what is wasted. */
import type { Colors } from './colors.ts';

const eighths = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/** A bar of a share of `width` columns, its wasted part after the kept one. */
export function bar(
  { size, waste, most, width }: { size: number; waste: number; most: number; width: number },
  colors: Colors,
): string {
  const columns = (bytes: number) => (most === 0 ? 0 : (bytes / most) * width);
  const hidden = Math.round(columns(waste));
  const kept = Math.min(columns(size), width - hidden);
  const full = hidden > 0 ? Math.round(kept) : Math.floor(kept);
  // What is too little for a block is still something: a sliver, of the colour of waste where it is that.
  const eighth = Math.floor((kept - full) * 8);
  const sliver = hidden === 0 && full === 0 && eighth === 0 && size + waste > 0;
  const part = hidden > 0 ? '' : (eighths[sliver ? 1 : eighth] ?? '');
  const length = full + hidden + part.length;
  const paint = sliver && waste > size ? colors.red : colors.cyan;
  return `${colors.cyan('█'.repeat(full))}${paint(part)}${colors.red('▒'.repeat(hidden))}${' '.repeat(Math.max(0, width - length))}`;
}

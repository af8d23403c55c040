/** Bars for a terminal: what is kept, then what is wasted. */
import type { Colors } from 'picocolors/types.js';

const eighths = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/** A bar of a share of `width` columns, its wasted part after the kept one. */
export function bar(
  { size, waste, most, width }: { size: number; waste: number; most: number; width: number },
  colors: Colors,
): string {
  const columns = (bytes: number) => (most === 0 ? 0 : (bytes / most) * width);
  const whole = Math.max(columns(size + waste), size + waste > 0 ? 1 / 8 : 0);
  const hidden = waste > 0 ? Math.max(1, Math.round(columns(waste))) : 0;
  const kept = Math.max(0, whole - hidden);
  const full = Math.floor(kept);
  const part = hidden > 0 ? '' : (eighths[Math.floor((kept - full) * 8)] ?? '');
  const length = full + hidden + (part === '' ? 0 : 1);
  return `${colors.cyan('█'.repeat(full) + part)}${colors.red('▒'.repeat(hidden))}${' '.repeat(Math.max(0, width - length))}`;
}

/** Sizes as people read them. */

const units = ['B', 'kB', 'MB', 'GB', 'TB'];

/** `43.1 MB`: decimal units, three digits. */
export function size(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  const digits = unit === 0 || value >= 99.95 ? 0 : 1;
  return `${value.toFixed(digits)} ${units[unit]}`;
}

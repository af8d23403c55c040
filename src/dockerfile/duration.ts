/** Durations as Go writes them (`1m30s`), which is what the flags of HEALTHCHECK take: https://pkg.go.dev/time#ParseDuration. */

/** In milliseconds. */
function lengthOf(unit: string): number | undefined {
  switch (unit) {
    case 'ns':
      return 1e-6;
    case 'us':
    case 'µs':
    case 'μs':
      return 1e-3;
    case 'ms':
      return 1;
    case 's':
      return 1000;
    case 'm':
      return 60_000;
    case 'h':
      return 3_600_000;
    default:
      return undefined;
  }
}

/** Why the builder refuses it; `undefined` where it does not. Variables are not resolved there, and nothing at all leaves the default. */
export function wrongDuration(text: string): string | undefined {
  const [, sign, rest = ''] = /^([+-]?)(.*)$/s.exec(text) ?? [];
  if (text === '' || rest === '0') return undefined;
  const parts = [...rest.matchAll(/(\d+\.?\d*|\.\d+)([^\d.]+)/g)];
  const whole = parts.map(([part]) => part).join('');
  if (parts.length === 0 || whole !== rest || parts.some(([, , unit = '']) => lengthOf(unit) === undefined))
    return `\`${text}\` is no duration: write a number with its unit, like \`30s\` or \`1m30s\`.`;
  const sum = parts.reduce((total, [, count, unit = '']) => total + Number(count) * (lengthOf(unit) ?? 0), 0);
  if (sum !== 0 && (sign === '-' || sum < 1)) return `\`${text}\` is less than a millisecond.`;
  return undefined;
}

/** Durations as Go writes them (`1m30s`), which is what the flags of HEALTHCHECK take: https://pkg.go.dev/time#ParseDuration. */

/** In milliseconds. */
const units: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  μs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
};

/** Why the builder refuses it; `undefined` where it does not. Variables are not resolved there, and nothing at all leaves the default. */
export function wrongDuration(text: string): string | undefined {
  const [, sign, rest = ''] = /^([+-]?)(.*)$/s.exec(text) ?? [];
  if (text === '' || rest === '0') return undefined;
  const parts = [...rest.matchAll(/(\d+\.?\d*|\.\d+)([^\d.]+)/g)];
  const whole = parts.map(([part]) => part).join('');
  if (parts.length === 0 || whole !== rest || parts.some(([, , unit = '']) => !Object.hasOwn(units, unit)))
    return `\`${text}\` is no duration: write a number with its unit, like \`30s\` or \`1m30s\`.`;
  const sum = parts.reduce((total, [, count, unit = '']) => total + Number(count) * (units[unit] ?? 0), 0);
  if (sum !== 0 && (sign === '-' || sum < 1)) return `\`${text}\` is less than a millisecond.`;
  return undefined;
}

/** What is asked of an expression: `(?i)` in front of it, and the rest. */
export function withoutFlag(source: string): {
  readonly body: string;
  readonly ignoresCase: boolean;
  readonly from: number;
} {
  const ignoresCase = source.startsWith('(?i)');
  return { body: ignoresCase ? source.slice(4) : source, ignoresCase, from: ignoresCase ? 4 : 0 };
}

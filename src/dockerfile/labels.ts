/** The labels that a file writes, and the forms that their values are held to. */
import { isSpdxId } from './data/spdx.ts';
import type { Dockerfile, KeyValue, LabelInstruction, Stage } from './model.ts';

export interface Label {
  readonly key: string;
  /** `undefined`: a variable whose value is not known. */
  readonly value: string | undefined;
  readonly pair: KeyValue;
  readonly instruction: LabelInstruction;
}

/** In order; labels whose key is not known are left out, those of triggers, which are another image's, too. */
export function labelsOf(stage: Stage): readonly Label[] {
  return labelsIn(stage.of('label'));
}

export function labelsIn(instructions: readonly LabelInstruction[]): readonly Label[] {
  return instructions.flatMap((instruction) =>
    instruction.pairs.flatMap((pair) => {
      const key = pair.key.text;
      return key ? [{ key, value: pair.value?.text, pair, instruction }] : [];
    }),
  );
}

/** The labels of these keys whose value is known and does not fit; an empty value is another fault. */
export function* misfits(
  { stages }: Dockerfile,
  keys: readonly string[],
  fits: (value: string) => boolean,
): Iterable<Label & { readonly value: string }> {
  for (const label of stages.flatMap(labelsOf)) {
    const { value, key } = label;
    if (value === undefined || value === '' || !keys.includes(key) || fits(value)) continue;
    yield { ...label, value };
  }
}

export function isUrl(text: string): boolean {
  return /^[A-Za-z][A-Za-z0-9+.-]*:[^\s]+$/.test(text) && URL.canParse(text);
}

/** A date and time of RFC 3339, with seconds and an offset. */
export function isRfc3339(text: string): boolean {
  const match =
    /^(\d{4})-(\d\d)-(\d\d)[Tt ]([01]\d|2[0-3]):[0-5]\d:(?:[0-5]\d|60)(?:\.\d+)?(?:[Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/.exec(
      text,
    );
  if (!match) return false;
  const [year = 0, month = 0, day = 0] = match.slice(1, 4).map(Number);
  return month >= 1 && month <= 12 && day >= 1 && day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** A license expression: identifiers joined by AND, OR and WITH, in parentheses where needed. */
export function isSpdx(text: string): boolean {
  const tokens = text.match(/[()]|[^\s()]+/g) ?? [];
  let at = 0;
  const either = (): boolean => {
    do if (!both()) return false;
    while (tokens[at] === 'OR' && ++at);
    return true;
  };
  const both = (): boolean => {
    do if (!single()) return false;
    while (tokens[at] === 'AND' && ++at);
    return true;
  };
  const single = (): boolean => {
    if (tokens[at] === '(') {
      at++;
      return either() && tokens[at++] === ')';
    }
    if (!isLicense(tokens[at++] ?? '')) return false;
    return tokens[at] !== 'WITH' || (++at > 0 && /^[A-Za-z0-9.-]+$/.test(tokens[at++] ?? ''));
  };
  return either() && at === tokens.length;
}

function isLicense(id: string): boolean {
  return (
    isSpdxId(id.replace(/\+$/, '')) ||
    /^(?:DocumentRef-[\w.-]+:)?LicenseRef-[\w.-]+$/.test(id) ||
    id === 'NONE' ||
    id === 'NOASSERTION'
  );
}

/** A commit's hash, in full or shortened. */
export function isHash(text: string): boolean {
  return /^(?:[0-9a-f]{7,40}|[0-9a-f]{64})$/.test(text);
}

export function isSemver(text: string): boolean {
  const number = '(?:0|[1-9]\\d*)';
  const part = `(?:${number}|\\d*[A-Za-z-][0-9A-Za-z-]*)`;
  const build = '[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*';
  return new RegExp(`^${number}\\.${number}\\.${number}(?:-${part}(?:\\.${part})*)?(?:\\+${build})?$`).test(text);
}

export function isEmail(text: string): boolean {
  return /^[^\s@<>"]+@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)+$/.test(
    text,
  );
}

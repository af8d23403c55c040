import manifest from '../../package.json' with { type: 'json' };

export const { version, homepage } = manifest;

/** The page of a rule, as it came with this version. */
export function pageUri(id: string): string {
  return `https://unpkg.com/plimsoll@${version}/docs/rules/${id}.md`;
}

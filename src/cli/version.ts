import manifest from '../../package.json' with { type: 'json' };

// Field by field: so the bundler brings these two, and nothing else of what package.json tells npm.
export const version = manifest.version;
export const homepage = manifest.homepage;

/** The page of a rule, as it came with this version. */
export function pageUri(id: string): string {
  return `https://unpkg.com/plimsoll@${version}/docs/rules/${id}.md`;
}

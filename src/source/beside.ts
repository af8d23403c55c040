/** A program of ours that stands beside a file, by the URL of that file: sources beside sources, bundles beside bundles. */
export function beside(here: string, name: string): URL {
  // The single-file executable has no ending, and names what is within it so.
  const [ending = '.js'] = /\.(?:ts|cjs)$/.exec(here) ?? [];
  return new URL(`./${name}${ending}`, here);
}

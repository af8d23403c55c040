/** Secrets that are none, because everybody is given the same, or because they are made for tests: by exact path. */
const paths: readonly string[] = [
  // Made by Debian's ssl-cert when it is installed, for a name that nobody asks for.
  'etc/ssl/private/ssl-cert-snakeoil.key',
];

/** Whether a distribution puts this file there for all. */
export function isShipped(path: string): boolean {
  return paths.includes(path);
}

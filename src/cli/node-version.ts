/** Why this Node cannot run the program; `undefined` where it can. The language server runs in the editor's own Node, which may be older. */
export function tooOld(command: string | undefined, version = process.versions.node): string | undefined {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isOld = major < 22 || (major === 22 && minor < 19);
  if (!isOld || (command === 'lsp' && major >= 20)) return undefined;
  return `plimsoll needs Node 22.19 or newer; this is ${version}.\n`;
}

/** Names as archives spell them → paths as the model spells them. */

const strict = new TextDecoder('utf-8', { fatal: true });

/** Bytes of a name as text: UTF-8, or latin1 (which loses nothing) where they are not UTF-8. */
export function nameOf(bytes: Buffer): string {
  for (let at = 0; at < bytes.length; at += 1) {
    if ((bytes[at] ?? 0) < 0x80) continue;
    try {
      return strict.decode(bytes);
    } catch {
      break;
    }
  }
  return bytes.toString('latin1');
}

export interface NormalPath {
  readonly path: string;
  /** It climbed above the root, and was held there. */
  readonly escapes: boolean;
  readonly depth: number;
}

/** `./a//b/` → `a/b`; `..` is resolved within the root. */
export function normalPath(name: string): NormalPath {
  if (isPlain(name)) return { path: name, escapes: false, depth: countSlashes(name) + 1 };
  const parts: string[] = [];
  let escapes = false;
  for (const part of name.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) escapes = true;
  }
  return { path: parts.join('/'), escapes, depth: parts.length };
}

/** Most names are already as we want them; telling so is cheaper than splitting. */
function isPlain(name: string): boolean {
  if (name === '' || name.startsWith('/') || name.endsWith('/') || name.includes('//')) return false;
  return !(name.startsWith('.') || name.includes('/.')) || !/(^|\/)\.{1,2}(\/|$)/.test(name);
}

function countSlashes(name: string): number {
  let count = 0;
  for (let at = name.indexOf('/'); at >= 0; at = name.indexOf('/', at + 1)) count += 1;
  return count;
}

/** Whether a symbolic link at `path` names something above the root. */
export function linkEscapes(path: string, target: string): boolean {
  if (!target.includes('..')) return false;
  const start = target.startsWith('/') ? '' : path.slice(0, path.lastIndexOf('/') + 1);
  return normalPath(start + target).escapes;
}

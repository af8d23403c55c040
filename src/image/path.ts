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
  const plain = depthOfPlain(name);
  if (plain > 0) return { path: name, escapes: false, depth: plain };
  const parts: string[] = [];
  let escapes = false;
  for (const part of name.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) escapes = true;
  }
  return { path: parts.join('/'), escapes, depth: parts.length };
}

/** How many parts a name has that is already as we want it, as most are; 0 where a part is empty, `.` or `..`. */
function depthOfPlain(name: string): number {
  let depth = 0;
  let begins = true;
  for (let at = 0; at < name.length; at += 1) {
    const code = name.charCodeAt(at);
    if (begins) {
      if (code === slash || (code === dot && isDots(name, at))) return 0;
      depth += 1;
    }
    begins = code === slash;
  }
  return begins ? 0 : depth;
}

const slash = 0x2f;
const dot = 0x2e;

/** Whether the part that begins there is `.` or `..`. */
function isDots(name: string, at: number): boolean {
  const end = name.charCodeAt(at + 1) === dot ? at + 2 : at + 1;
  return end >= name.length || name.charCodeAt(end) === slash;
}

/** Whether a symbolic link at `path` names something above the root. */
export function linkEscapes(path: string, target: string): boolean {
  if (!target.includes('..')) return false;
  const start = target.startsWith('/') ? '' : path.slice(0, path.lastIndexOf('/') + 1);
  return normalPath(start + target).escapes;
}

/** Files as they stream by: each told by its first bytes, and read as what it is. */
import { type Plan, planOf } from './catalogue.ts';
import type { Detector } from './detector.ts';
import { wantsBeginning } from './detectors/expression.ts';
import { isBytecode, textAround } from './inside/bytecode.ts';
import {
  type Budget,
  type Container,
  containerOf,
  headSize,
  largestContainer,
  largestMember,
  newBudget,
} from './inside/container.ts';
import { gathered } from './inside/gathered.ts';
import { isLent } from './inside/inflate.ts';
import { isSqlite, sqliteSession } from './inside/sqlite.ts';
import { isWide, wideSession } from './inside/utf16.ts';
import { prefilter } from './prefilter.ts';
import {
  digestsOf,
  type Engine,
  type FileSession,
  isFull,
  type Limit,
  moreThanShown,
  type StreamFound,
  windowSession,
} from './session.ts';

export interface StreamScanner {
  /** Begins a file; the one before it must have ended. */
  file(path: string, size: number): FileSession;
  readonly limits: readonly Limit[];
}

const windowSize = 384 * 1024;
const smallContainer = 256 * 1024;
/** Containers in containers beyond this are scanned as they are stored. */
const deepest = 4;

/** A scanner with one window, for one file at a time. */
export function streamScanner(detectors: readonly Detector[]): StreamScanner {
  const plan = planOf(detectors);
  const longestAnchor = Math.max(0, ...plan.anchors.map((anchor) => anchor.text.length));
  const tokens = new Set(detectors.filter(({ expression }) => wantsBeginning(expression())));
  const limits: Limit[] = [];
  let engine: Engine | undefined;
  return {
    limits,
    file(path, size) {
      engine ??= engineOf(plan, { longestAnchor, limits, tokens });
      return fileSession(path, size, engine);
    },
  };
}

function engineOf(plan: Plan, rest: Pick<Engine, 'longestAnchor' | 'limits' | 'tokens'>): Engine {
  const search = prefilter(plan.anchors, windowSize);
  const { buffer, byteOffset, byteLength } = search.window;
  return { ...plan, ...rest, search, latin1: Buffer.from(buffer, byteOffset, byteLength), room: rooms() };
}

const nothing: Buffer = Buffer.alloc(0);

/** Waits for the first bytes, then decides. */
function fileSession(path: string, size: number, engine: Engine): FileSession {
  let session: FileSession | undefined;
  let head = nothing;
  const decide = (bytes: Uint8Array): FileSession => {
    const container = containerOf(bytes, path);
    if (container && size > largestContainer) {
      engine.limits.push({ path, detail: `an archive of ${size} bytes was not opened` });
    } else if (container) return collecting(path, size, { engine, container });
    return plainSession(path, bytes, size, engine);
  };
  return {
    push(chunk) {
      if (session) return session.push(chunk);
      // Most files bring their first bytes in one chunk.
      const bytes = head.length === 0 ? chunk : Buffer.concat([head, chunk]);
      if (bytes.length < headSize && bytes.length < size) head = Buffer.from(bytes);
      else {
        session = decide(bytes);
        session.push(bytes);
      }
    },
    end() {
      if (!session) {
        session = decide(head);
        session.push(head);
      }
      return session.end();
    },
  };
}

interface Held {
  readonly engine: Engine;
  readonly container: Container;
}

/** Keeps the bytes of a container, and opens it at the end. */
function collecting(path: string, size: number, { engine, container }: Held): FileSession {
  const read = (whole: Buffer): StreamFound[] => {
    const budget = newBudget();
    const found = opened(path, whole, { engine, container, budget, depth: 0 });
    if (budget.exceeded) engine.limits.push({ path, detail: `not all of the archive was opened: ${budget.exceeded}` });
    const serious = found.some((one) => one.verdict.confidence !== 'possible');
    const digests = serious ? digestsOf(whole) : {};
    return found.map((one) => ({ ...one, ...digests }));
  };
  return gathered(size, read, engine.room(size));
}

/** Bytes to keep a container in. Most are small, and no two files are read at once: nothing need be made for each. */
function rooms(): (size: number) => Buffer {
  let shared: Buffer | undefined;
  return (size) => {
    if (size > smallContainer) return Buffer.allocUnsafe(size);
    shared ??= Buffer.allocUnsafeSlow(smallContainer);
    return shared.subarray(0, size);
  };
}

interface Opening extends Held {
  readonly budget: Budget;
  readonly depth: number;
}

/** What is found in the members of a container; in its bytes as they are when there is none. */
function opened(path: string, bytes: Buffer, opening: Opening): StreamFound[] {
  const found = new Map<string, StreamFound>();
  const name = path.slice(path.lastIndexOf('/') + 1);
  let members = 0;
  let full = false;
  for (const member of opening.container.members(bytes, opening.budget, path)) {
    members++;
    for (const one of inMember(`${path}!/${member.name}`, member.bytes, opening)) {
      const id = `${one.detector.id} ${one.value}`;
      if (found.has(id)) continue;
      if (isFull(found, one)) {
        full = true;
        continue;
      }
      const { fileMD5: _md5, fileSHA1: _sha1, ...rest } = one;
      const inside = `${name}!/${one.inside?.includes('!/') ? one.inside.replace(/^[^!]*!\//, `${member.name}!/`) : member.name}`;
      found.set(id, { ...rest, start: member.start, end: member.end, inside });
    }
  }
  if (full) opening.engine.limits.push({ path, detail: moreThanShown });
  return members > 0 ? [...found.values()] : plainly(path, bytes, opening.engine);
}

function inMember(path: string, bytes: Buffer, opening: Opening): StreamFound[] {
  const depth = opening.depth + 1;
  const container = depth < deepest ? containerOf(bytes, path) : undefined;
  // What a member's own members are unpacked to may stand where it stood.
  if (container) return opened(path, isLent(bytes) ? Buffer.from(bytes) : bytes, { ...opening, container, depth });
  return plainly(path, bytes, opening.engine);
}

function plainly(path: string, bytes: Buffer, engine: Engine): StreamFound[] {
  const session = plainSession(path, bytes, bytes.length, engine);
  session.push(bytes);
  return session.end();
}

/** Reads a file as it is; where its own form puts texts side by side, they are kept apart. */
function plainSession(path: string, head: Uint8Array, size: number, engine: Engine): FileSession {
  const window = () => windowSession(path, engine);
  if (isWide(head)) return wideSession(head, window());
  if (isBytecode(head, path)) return windowSession(path, engine, textAround);
  if (isSqlite(head) && size <= largestMember) return sqliteSession(size, window);
  return window();
}

/** The builder's flags by instruction, and what kind of value each takes. */
import type { InstructionKind } from './model.ts';

/** `list` may be given many times. */
export type FlagType = 'boolean' | 'string' | 'list' | 'duration' | 'count';

const byKind: Partial<Record<InstructionKind, Readonly<Record<string, FlagType>>>> = {
  from: { platform: 'string' },
  copy: {
    chown: 'string',
    from: 'string',
    chmod: 'string',
    link: 'boolean',
    exclude: 'list',
    parents: 'boolean',
  },
  add: {
    chown: 'string',
    chmod: 'string',
    link: 'boolean',
    'keep-git-dir': 'boolean',
    checksum: 'string',
    unpack: 'boolean',
    exclude: 'list',
  },
  run: { mount: 'list', network: 'string', security: 'string', device: 'list' },
  healthcheck: {
    interval: 'duration',
    timeout: 'duration',
    'start-period': 'duration',
    'start-interval': 'duration',
    retries: 'count',
  },
};

/** Instructions of which the builder never looks at the flags. */
export const unlooked: ReadonlySet<InstructionKind> = new Set(['arg', 'stopsignal', 'unknown']);

const made = new Map<InstructionKind, ReadonlyMap<string, FlagType>>();

/** The flags that an instruction may have. */
export function flagsOf(kind: InstructionKind): ReadonlyMap<string, FlagType> {
  const flags = made.get(kind) ?? new Map(Object.entries(byKind[kind] ?? {}));
  made.set(kind, flags);
  return flags;
}

/** The builder's flags by instruction, and what kind of value each takes. */
import type { InstructionKind } from './model.ts';

/** `list` may be given many times. */
export type FlagType = 'boolean' | 'string' | 'list' | 'duration' | 'count';

const none: ReadonlyMap<string, FlagType> = new Map();

function flags(types: Readonly<Record<string, FlagType>>): ReadonlyMap<string, FlagType> {
  return new Map(Object.entries(types));
}

const byKind: Partial<Record<InstructionKind, ReadonlyMap<string, FlagType>>> = {
  from: flags({ platform: 'string' }),
  copy: flags({
    chown: 'string',
    from: 'string',
    chmod: 'string',
    link: 'boolean',
    exclude: 'list',
    parents: 'boolean',
  }),
  add: flags({
    chown: 'string',
    chmod: 'string',
    link: 'boolean',
    'keep-git-dir': 'boolean',
    checksum: 'string',
    unpack: 'boolean',
    exclude: 'list',
  }),
  run: flags({ mount: 'list', network: 'string', security: 'string', device: 'list' }),
  healthcheck: flags({
    interval: 'duration',
    timeout: 'duration',
    'start-period': 'duration',
    'start-interval': 'duration',
    retries: 'count',
  }),
};

/** Instructions of which the builder never looks at the flags. */
export const unlooked: ReadonlySet<InstructionKind> = new Set(['arg', 'stopsignal', 'unknown']);

/** The flags that an instruction may have. */
export function flagsOf(kind: InstructionKind): ReadonlyMap<string, FlagType> {
  return byKind[kind] ?? none;
}

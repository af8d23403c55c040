/** The builder's flags by instruction, and what kind of value each takes. */
import type { InstructionKind } from './model.ts';

/** `list` may be given many times. */
export type FlagType = 'boolean' | 'string' | 'list' | 'duration' | 'count';

function declared(kind: InstructionKind): Readonly<Record<string, FlagType>> {
  switch (kind) {
    case 'from':
      return { platform: 'string' };
    case 'copy':
      return { chown: 'string', from: 'string', chmod: 'string', link: 'boolean', exclude: 'list', parents: 'boolean' };
    case 'add':
      return {
        chown: 'string',
        chmod: 'string',
        link: 'boolean',
        'keep-git-dir': 'boolean',
        checksum: 'string',
        unpack: 'boolean',
        exclude: 'list',
      };
    case 'run':
      return { mount: 'list', network: 'string', security: 'string', device: 'list' };
    case 'healthcheck':
      return {
        interval: 'duration',
        timeout: 'duration',
        'start-period': 'duration',
        'start-interval': 'duration',
        retries: 'count',
      };
    default:
      return {};
  }
}

/** Instructions of which the builder never looks at the flags. */
export const unlooked: readonly InstructionKind[] = ['arg', 'stopsignal', 'unknown'];

const made = new Map<InstructionKind, ReadonlyMap<string, FlagType>>();

/** The flags that an instruction may have. */
export function flagsOf(kind: InstructionKind): ReadonlyMap<string, FlagType> {
  const flags = made.get(kind) ?? new Map(Object.entries(declared(kind)));
  made.set(kind, flags);
  return flags;
}

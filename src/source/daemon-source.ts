/** Images of daemons as sources; one that was read whole before is not exported again. */
import { problemOf } from '../image/fault.ts';
import type { LayerCache } from './cache.ts';
import { type DaemonImage, findImage } from './daemon.ts';
import { streamSource } from './paths.ts';
import { cannotOpen, type ImagePlan, type ImageSource, type Opened } from './plan.ts';
import { recall, remember, withFacts } from './recall.ts';
import type { Daemon } from './sockets.ts';
import type { StreamOptions } from './stream.ts';

export interface DaemonOptions extends StreamOptions {
  readonly cache: LayerCache | undefined;
}

/** The image of a name, from the first of the daemons that answers. */
export async function daemonSource(
  name: string,
  daemons: readonly Daemon[],
  options: DaemonOptions,
): Promise<Opened<ImageSource>> {
  const found = await findImage(name, daemons);
  if (!found.ok) return found;
  const image = found.value;
  const known = await recall(image.id, options.cache);
  if (!known) return exported(image, name, options);
  const again = async (): Promise<Opened<ImageSource>> => {
    const whole = await withFacts(known, options.cache);
    return whole ? { ok: true, value: remembered(whole, image) } : exported(image, name, options);
  };
  return { ok: true, value: { ...remembered(known, image), again } };
}

function remembered(plan: ImagePlan, image: DaemonImage): ImageSource {
  return { plan: async () => ({ ok: true, value: named(plan, image) }), faults: [] };
}

async function exported(image: DaemonImage, name: string, options: DaemonOptions): Promise<Opened<ImageSource>> {
  const label = `${image.daemon}:${name}`;
  try {
    const source = await streamSource({ name: label, tag: undefined }, await image.export(), options);
    if (!source.ok) return source;
    const { plan, faults } = source.value;
    return {
      ok: true,
      value: {
        faults,
        plan: async (wanted) => {
          const planned = await plan(wanted);
          return planned.ok ? { ok: true, value: named(planned.value, image) } : planned;
        },
        done: (whole) => remember(image.id, whole, options),
      },
    };
  } catch (error) {
    return cannotOpen({ name: label }, 'the archive', problemOf(error));
  }
}

/** The daemon knows where it is and what it is called; its archive says so of the moment it was made. */
function named(plan: ImagePlan, { daemon, tags }: DaemonImage): ImagePlan {
  return { ...plan, source: daemon === 'docker' ? 'docker-daemon' : 'podman', tags };
}

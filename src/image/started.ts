/** The program that a container of the image starts: ENTRYPOINT or CMD, found as the kernel would find it. */
import type { Image, Version } from './model.ts';

export interface Started {
  /** As the config names it. */
  readonly name: string;
  readonly key: 'Entrypoint' | 'Cmd' | undefined;
  /** The file, links followed; `undefined` when it is not in the image. */
  readonly found: Version | undefined;
}

/** `undefined` where nothing is started, or where it cannot be told: Windows, volumes, layers that were not read. */
export function startedProgram({ config, files, layers }: Image): Started | undefined {
  const key = config.entrypoint?.length ? 'Entrypoint' : 'Cmd';
  const name = (key === 'Entrypoint' ? config.entrypoint : config.cmd)?.[0];
  if (name === undefined || name === '' || config.os === 'windows' || layers.some(({ facts }) => facts.unread))
    return undefined;
  if (layers.length === 0 || config.volumes.some((volume) => name.startsWith(`${volume}/`))) return undefined;
  const found = candidates(name, config)
    .map((path) => files.resolve(path.replace(/^\/+/, '')))
    .find((version) => version !== undefined);
  return { name, key, found };
}

function candidates(name: string, { workdir, env }: Image['config']): readonly string[] {
  if (name.startsWith('/')) return [name];
  if (name.includes('/')) return [`${workdir === '' ? '/' : workdir}/${name}`];
  const path =
    env.findLast((one) => one.name === 'PATH')?.value ?? '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
  return path.split(':').map((folder) => `${folder}/${name}`);
}

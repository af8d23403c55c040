/** What two images say of how they are run. When they were made is no difference: every build says another time. */
import type { ValueChange } from '../../finding.ts';
import type { ImageConfig } from '../model.ts';
import { compareValues } from './values.ts';

/** Keys as places name them: `User`, `Env.PATH`, `Labels.maintainer`. */
export function compareConfigs(before: ImageConfig, after: ImageConfig): readonly ValueChange[] {
  return compareValues(valuesOf(before), valuesOf(after));
}

function valuesOf(config: ImageConfig): ReadonlyMap<string, string> {
  const { healthcheck } = config;
  const lists = {
    Entrypoint: config.entrypoint,
    Cmd: config.cmd,
    Shell: config.shell,
    Healthcheck: healthcheck?.test,
    OnBuild: config.onbuild,
  };
  const words = {
    User: config.user,
    WorkingDir: config.workdir,
    StopSignal: config.stopSignal,
    Platform: [config.os, config.architecture, config.variant].filter(Boolean).join('/'),
    Author: config.author,
  };
  return new Map([
    ...Object.entries(lists).flatMap(([key, list]) => (list?.length ? [[key, JSON.stringify(list)] as const] : [])),
    ...Object.entries(words).flatMap(([key, word]) => (word ? [[key, word] as const] : [])),
    ...config.env.map(({ name, value }) => [`Env.${name}`, value] as const),
    ...Array.from(config.labels, ([name, value]) => [`Labels.${name}`, value] as const),
    ...config.exposed.map((port) => [`ExposedPorts.${port}`, ''] as const),
    ...config.volumes.map((path) => [`Volumes.${path}`, ''] as const),
  ]);
}

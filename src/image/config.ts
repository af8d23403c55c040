/** An image's config, its defaults filled in, and its history as recorded. */
import type { Result } from '../finding.ts';
import type { ReadProblem } from './fault.ts';
import type { RawHistory } from './history.ts';
import { type Fields, fieldsOf, listOf, parseJson, textMapOf, textOf, textsOf } from './json.ts';
import type { Limits } from './limits.ts';
import type { Schema1 } from './manifest.ts';
import type { ImageConfig } from './model.ts';

export interface ParsedConfig {
  readonly config: ImageConfig;
  readonly history: readonly RawHistory[];
  /** Top-level keys that builders add and some rules look into: `moby.buildkit.buildinfo.v1`, `container_config` …. */
  readonly extra: ReadonlyMap<string, unknown>;
  /** The document itself, where there is one. */
  readonly bytes?: Uint8Array;
}

/** Reads an image config. Fields of a wrong type count as absent; only what is no config at all is a problem. */
export function parseConfig(bytes: Uint8Array, limits: Limits): Result<ParsedConfig, ReadProblem> {
  if (bytes.length > limits.configBytes) {
    return {
      ok: false,
      problem: { reason: 'limit-exceeded', message: `it is larger than ${limits.configBytes} bytes.` },
    };
  }
  const fields = fieldsOf(parseJson(bytes, limits.jsonDepth));
  if (!fields) return { ok: false, problem: { reason: 'malformed', message: 'it is no JSON object.' } };
  const diffIDs = textsOf(fieldsOf(fields['rootfs'])?.['diff_ids']) ?? [];
  const history = (listOf(fields['history']) ?? []).map((item) => stepOf(fieldsOf(item) ?? {}));
  return { ok: true, value: { config: configOf(fields, diffIDs), history, extra: extraOf(fields), bytes } };
}

/** The config that a schema 1 manifest holds in pieces; its diffIDs are not known. */
export function schema1Config({ compatibility, architecture }: Schema1): ParsedConfig {
  const newest = compatibility.at(-1) ?? {};
  const history = compatibility.map((fields) => {
    const command = textsOf(fieldsOf(fields['container_config'])?.['Cmd']) ?? [];
    return { ...stepOf(fields), created_by: command.join(' '), empty_layer: fields['throwaway'] === true };
  });
  return { config: configOf({ architecture, ...newest }, []), history, extra: extraOf(newest) };
}

/** The config of a filesystem that has none. */
export function emptyConfig(diffIDs: readonly string[]): ParsedConfig {
  return { config: configOf({}, diffIDs), history: [], extra: new Map() };
}

function stepOf(fields: Fields): RawHistory {
  return {
    created_by: textOf(fields['created_by']) ?? '',
    created: textOf(fields['created']),
    comment: textOf(fields['comment']) ?? '',
    author: textOf(fields['author']) ?? '',
    empty_layer: fields['empty_layer'] === true,
  };
}

const known = new Set(['architecture', 'author', 'config', 'created', 'history', 'os', 'rootfs', 'variant']);

function extraOf(fields: Fields): ReadonlyMap<string, unknown> {
  return new Map(Object.entries(fields).filter(([key]) => !known.has(key)));
}

function configOf(top: Fields, diffIDs: readonly string[]): ImageConfig {
  const run = fieldsOf(top['config']) ?? {};
  const test = textsOf(fieldsOf(run['Healthcheck'])?.['Test']);
  return {
    user: textOf(run['User']) ?? '',
    env: (textsOf(run['Env']) ?? []).map(variableOf),
    entrypoint: commandOf(run['Entrypoint']),
    cmd: commandOf(run['Cmd']),
    workdir: textOf(run['WorkingDir']) ?? '',
    labels: textMapOf(run['Labels']),
    exposed: Object.keys(fieldsOf(run['ExposedPorts']) ?? {}),
    volumes: Object.keys(fieldsOf(run['Volumes']) ?? {}),
    healthcheck: test === undefined ? undefined : { test },
    shell: textsOf(run['Shell']),
    onbuild: textsOf(run['OnBuild']) ?? [],
    stopSignal: textOf(run['StopSignal']) || undefined,
    os: textOf(top['os']) ?? '',
    architecture: textOf(top['architecture']) ?? '',
    variant: textOf(top['variant']) || undefined,
    created: textOf(top['created']),
    author: textOf(top['author']) || undefined,
    diffIDs,
  };
}

function variableOf(text: string): { name: string; value: string } {
  const equals = text.indexOf('=');
  return equals < 0 ? { name: text, value: '' } : { name: text.slice(0, equals), value: text.slice(equals + 1) };
}

/** Absent, null and the empty list all mean that there is none. */
function commandOf(value: unknown): readonly string[] | undefined {
  const words = textsOf(value);
  return words && words.length > 0 ? words : undefined;
}

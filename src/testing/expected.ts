/** The places that the marks of an example stand at, and the example without its marks. */
import type { Place } from '../finding.ts';
import type { DockerfileExample, FileSketch, ImageSketch } from '../rule.ts';
import { unmark } from './marks.ts';

export type DockerfileCase = Exclude<DockerfileExample<unknown>, string>;

export interface Unmarked<T> {
  readonly example: T;
  readonly places: readonly Place[];
}

/** The file name of a Dockerfile example that gives none. */
export const exampleFile = 'Dockerfile';

export function unmarkDockerfile(example: DockerfileExample<unknown>): Unmarked<DockerfileCase> {
  const given: DockerfileCase = typeof example === 'string' ? { code: example } : example;
  const code = unmark(given.code);
  const file = given.file ?? exampleFile;
  const places: Place[] = code.spans.map((span) => ({ kind: 'dockerfile', file, span }));
  if (given.ignore === undefined) return { example: { ...given, code: code.text }, places };
  const ignore = unmark(given.ignore);
  for (const span of ignore.spans) places.push({ kind: 'file', file: '.dockerignore', span });
  return { example: { ...given, code: code.text, ignore: ignore.text }, places };
}

export function unmarkImage(sketch: ImageSketch): Unmarked<ImageSketch> {
  const places: Place[] = [];
  const layers = sketch.layers?.map((files, layer) => unmarkLayer(files, layer, places));
  const config = sketch.config && unmarkObject(sketch.config, '', places);
  const top = sketch.top && unmarkObject(sketch.top, '', places);
  const annotations = sketch.annotations && unmarkStrings(sketch.annotations, places);
  const history = sketch.history?.map((entry, step) => {
    const { text, spans } = unmark(typeof entry === 'string' ? entry : entry.by);
    for (const _ of spans) places.push({ kind: 'history', step });
    return typeof entry === 'string' ? text : { ...entry, by: text };
  });
  const dockerfile = sketch.dockerfile === undefined ? undefined : unmark(sketch.dockerfile);
  for (const span of dockerfile?.spans ?? []) places.push({ kind: 'dockerfile', file: exampleFile, span });
  if (sketch.whole !== undefined) for (const _ of unmark(sketch.whole).spans) places.push({ kind: 'image' });
  const example: ImageSketch = {
    ...sketch,
    ...(layers && { layers }),
    ...(config && { config }),
    ...(top && { top }),
    ...(annotations && { annotations }),
    ...(history && { history }),
    ...(dockerfile && { dockerfile: dockerfile.text }),
  };
  return { example, places };
}

function unmarkLayer(files: Readonly<Record<string, FileSketch>>, layer: number, places: Place[]) {
  const out: Record<string, FileSketch> = {};
  for (const [markedPath, file] of Object.entries(files)) {
    const { text: path, spans } = unmark(markedPath);
    for (const _ of spans) places.push({ kind: 'layer', layer, path: path.replace(/^(?:\.{0,2}\/)+|\/$/g, '') });
    out[path] = unmarkContent(file, { layer, path }, places);
  }
  return out;
}

function unmarkContent(file: FileSketch, at: { layer: number; path: string }, places: Place[]): FileSketch {
  const content = typeof file === 'string' ? file : file.content;
  if (typeof content !== 'string') return file;
  const { text, spans } = unmark(content);
  for (const span of spans) {
    const line = text.slice(0, span.start).split('\n').length;
    places.push({ kind: 'layer', ...at, line });
  }
  return typeof file === 'string' ? text : { ...file, content: text };
}

/** Keys of the config are `User`, `Env.NAME`, `Labels.key`, `ExposedPorts.22/tcp`: an array's strings count as names up to `=`. */
function unmarkObject(
  object: Readonly<Record<string, unknown>>,
  prefix: string,
  places: Place[],
): Record<string, unknown> {
  const out: Record<string, unknown> = {};
  for (const [markedKey, value] of Object.entries(object)) {
    const { text: key, spans } = unmark(markedKey);
    const path = `${prefix}${key}`;
    for (const _ of spans) places.push({ kind: 'config', key: path });
    out[key] = unmarkValue(value, path, places);
  }
  return out;
}

function unmarkValue(value: unknown, path: string, places: Place[]): unknown {
  if (typeof value === 'string') {
    const { text, spans } = unmark(value);
    for (const _ of spans) places.push({ kind: 'config', key: path });
    return text;
  }
  if (Array.isArray(value)) {
    return value.map((item: unknown) => {
      if (typeof item !== 'string') return item;
      const { text, spans } = unmark(item);
      const key = path === 'Env' ? `Env.${text.split('=')[0]}` : path;
      for (const _ of spans) places.push({ kind: 'config', key });
      return text;
    });
  }
  return isObject(value) ? unmarkObject(value, `${path}.`, places) : value;
}

function unmarkStrings(values: Readonly<Record<string, string>>, places: Place[]): Record<string, string> {
  const out: Record<string, string> = {};
  for (const [markedKey, markedValue] of Object.entries(values)) {
    const key = unmark(markedKey);
    const value = unmark(markedValue);
    for (const _ of [...key.spans, ...value.spans]) places.push({ kind: 'config', key: `annotations.${key.text}` });
    out[key.text] = value.text;
  }
  return out;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** A place as a line of text, for comparing and for showing: only what marks can say. */
export function placeText(place: Place): string {
  if (place.kind === 'layer')
    return `layer ${place.layer}: ${place.path}${place.line === undefined ? '' : `:${place.line}`}`;
  if (place.kind === 'config') return `config ${place.key}`;
  if (place.kind === 'history') return `history step ${place.step}`;
  if (place.kind === 'image') return 'image';
  return `${place.file} ${place.span.start}–${place.span.end}`;
}

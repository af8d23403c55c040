/** What BuildKit's provenance says of layers: which step of the build made each, and the lines of the Dockerfile it came from. */
import type { Dockerfile, Instruction } from '../../dockerfile/model.ts';
import { type Fields, fieldsOf, listOf, textOf } from '../json.ts';
import type { ManifestInfo } from '../model.ts';

/** Layers told by provenance. `base` is how many of the lowest came with FROM, where a step says so. */
export interface Told {
  readonly instructions: ReadonlyMap<number, Instruction>;
  readonly reasons: ReadonlyMap<number, string>;
  readonly base: number | undefined;
}

/** A step's source lines, counted from 1, and the layers that a filesystem had after it. */
interface Step {
  readonly line: number;
  readonly chains: readonly (readonly string[])[];
}

interface Recorded {
  readonly text: string;
  readonly steps: readonly Step[];
}

/** Reads the first provenance that has layers and lines; `undefined` where none has (`mode=min` has neither). */
export function toldByProvenance(manifest: ManifestInfo, dockerfile: Dockerfile | undefined): Told | undefined {
  for (const { predicateType, statement } of manifest.attestations) {
    if (!predicateType.startsWith('https://slsa.dev/provenance/')) continue;
    const recorded = readRecorded(fieldsOf(fieldsOf(statement)?.predicate));
    if (recorded) return tell(recorded, manifest, dockerfile);
  }
  return undefined;
}

function tell({ text, steps }: Recorded, manifest: ManifestInfo, dockerfile: Dockerfile | undefined): Told {
  const digests = manifest.layers.map(({ digest }) => digest);
  const source = text.split(/\r?\n/);
  const instructions = new Map<number, Instruction>();
  const reasons = new Map<number, string>();
  let base: number | undefined;
  digests.forEach((_, layer) => {
    const lines = new Set(
      steps.filter(({ chains }) => chains.some((chain) => endsAt(chain, digests, layer))).map(({ line }) => line),
    );
    const [line, ...more] = lines;
    if (line === undefined || more.length > 0) return;
    if (/^\s*FROM\s/i.test(source[line - 1] ?? '')) base = layer + 1;
    else if (dockerfile) {
      const instruction = instructionAt(dockerfile, text, line);
      if (instruction) instructions.set(layer, instruction);
      else reasons.set(layer, `The build says line ${line} of a Dockerfile that has changed since.`);
    }
  });
  return { instructions, reasons, base };
}

/** Whether the chain is the image's layers up to this one. */
function endsAt(chain: readonly string[], digests: readonly string[], layer: number): boolean {
  return chain.length === layer + 1 && chain.every((digest, index) => digest === digests[index]);
}

/** The instruction that begins at that line of the text that was built, found in the file as it is now. */
function instructionAt(dockerfile: Dockerfile, built: string, line: number): Instruction | undefined {
  const startOf = ({ span }: Instruction) => dockerfile.lines.position(span.start).line;
  if (sameLines(built, dockerfile.text))
    return dockerfile.instructions.find((instruction) => startOf(instruction) === line);
  // The file has changed: only what stands in both, once, is the same instruction.
  const wanted = instructionText(built.split(/\r?\n/), line);
  if (timesIn(built, wanted) !== 1 || timesIn(dockerfile.text, wanted) !== 1) return undefined;
  const lines = dockerfile.text.split(/\r?\n/);
  return dockerfile.instructions.find((instruction) => instructionText(lines, startOf(instruction)) === wanted);
}

function sameLines(a: string, b: string): boolean {
  return a.replaceAll('\r\n', '\n').trimEnd() === b.replaceAll('\r\n', '\n').trimEnd();
}

/** A line and those it is continued on, each ended. */
function instructionText(lines: readonly string[], line: number): string {
  const from = line - 1;
  let to = from;
  while (to < lines.length - 1 && /[\\`][ \t]*$|^\s*#/.test(lines[to] ?? '')) to += 1;
  return `\n${lines.slice(from, to + 1).join('\n')}\n`;
}

function timesIn(text: string, wanted: string): number {
  const padded = `\n${text.replaceAll('\r\n', '\n')}\n`;
  const first = padded.indexOf(wanted);
  if (first < 0) return 0;
  return padded.indexOf(wanted, first + 1) < 0 ? 1 : 2;
}

/** SLSA 0.2 and 1.0 keep the same record in different places. */
function readRecorded(predicate: Fields | undefined): Recorded | undefined {
  const old = fieldsOf(predicate?.metadata);
  const now = fieldsOf(fieldsOf(predicate?.runDetails)?.metadata);
  const long = 'https://mobyproject.org/buildkit@v1#metadata';
  const metadata = fieldsOf(old?.[long]) ?? fieldsOf(now?.buildkit_metadata) ?? fieldsOf(now?.[long]);
  const source = fieldsOf(metadata?.source);
  const [info] = listOf(source?.infos) ?? [];
  const text = decode(textOf(fieldsOf(info)?.data));
  const layers = fieldsOf(metadata?.layers);
  if (text === undefined || !layers) return undefined;
  return {
    text,
    steps: Object.entries(fieldsOf(source?.locations) ?? {}).flatMap(([id, at]) => readStep(id, at, layers)),
  };
}

function readStep(id: string, at: unknown, layers: Fields): readonly Step[] {
  const [location] = listOf(fieldsOf(at)?.locations) ?? [];
  const index = fieldsOf(location)?.sourceIndex;
  const [range] = listOf(fieldsOf(location)?.ranges) ?? [];
  const line = fieldsOf(fieldsOf(range)?.start)?.line;
  if (typeof line !== 'number' || (index !== undefined && index !== 0)) return [];
  const outputs = Object.entries(layers).filter(([key]) => key.startsWith(`${id}:`));
  const chains = outputs.flatMap(([, all]) => (listOf(all) ?? []).map(digestsOf));
  return chains.length > 0 ? [{ line, chains }] : [];
}

function digestsOf(chain: unknown): readonly string[] {
  return (listOf(chain) ?? []).flatMap((each) => textOf(fieldsOf(each)?.digest) ?? []);
}

function decode(base64: string | undefined): string | undefined {
  try {
    const bytes = base64 === undefined ? undefined : atob(base64);
    return bytes && new TextDecoder().decode(Uint8Array.from(bytes, (char) => char.charCodeAt(0)));
  } catch {
    return undefined;
  }
}

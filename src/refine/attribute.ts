/** Image findings learn whose they are, and which instruction made what they stand on. */
import type { Dockerfile } from '../dockerfile/model.ts';
import type { Finding, Place, Related } from '../finding.ts';
import type { Image } from '../image/model.ts';

/** Stamps `origin` and adds the Dockerfile's instruction to `related`, by the image's join. */
export function attribute(findings: readonly Finding[], image: Image, dockerfile?: Dockerfile): readonly Finding[] {
  return findings.map((finding) => attributeOne(finding, image, dockerfile));
}

function attributeOne(finding: Finding, image: Image, dockerfile: Dockerfile | undefined): Finding {
  const at = positionOf(finding.place, image);
  if (!at) return finding.place.kind === 'config' && dockerfile ? unset(finding, dockerfile) : finding;
  const origin = 'layer' in at ? image.join.originOf(at.layer) : image.join.originOfStep(at.step);
  const made = image.join.placeOf(at);
  const known = made !== undefined && finding.related.some(({ place }) => samePlace(place, made));
  const related: readonly Related[] =
    made === undefined || known
      ? finding.related
      : [{ place: made, message: wording[finding.place.kind] }, ...finding.related];
  return { ...finding, origin: finding.origin ?? origin, related };
}

/** What no instruction sets is missing from the stage that ships: its place in the text is that stage's FROM. */
function unset(finding: Finding, { shipped }: Dockerfile): Finding {
  const stage = shipped.find((one) => !shipped.some((other) => other !== one && other.lineage.includes(one)));
  if (!stage) return finding;
  return {
    ...finding,
    related: [{ place: stage.from.place, message: 'No instruction of this stage sets it.' }, ...finding.related],
  };
}

const wording = {
  layer: 'Made by this instruction.',
  history: 'Recorded for this instruction.',
  config: 'Set by this instruction.',
  dockerfile: 'Here.',
  file: 'Here.',
  image: 'Here.',
} as const satisfies Record<Place['kind'], string>;

function positionOf(place: Place, image: Image): { readonly layer: number } | { readonly step: number } | undefined {
  if (place.kind === 'layer') return { layer: place.layer };
  if (place.kind === 'history') return { step: place.step };
  if (place.kind !== 'config') return undefined;
  const step = stepOfKey(place.key, image);
  return step === undefined ? undefined : { step };
}

const keywords: Readonly<Record<string, string>> = {
  User: 'USER',
  Env: 'ENV',
  WorkingDir: 'WORKDIR',
  Entrypoint: 'ENTRYPOINT',
  Cmd: 'CMD',
  Labels: 'LABEL',
  ExposedPorts: 'EXPOSE',
  Volumes: 'VOLUME',
  Healthcheck: 'HEALTHCHECK',
  Shell: 'SHELL',
  StopSignal: 'STOPSIGNAL',
};

/** The last step that set a key of the config: `Env.PATH` is the last ENV that names PATH. */
function stepOfKey(key: string, { history }: Image): number | undefined {
  const dot = key.indexOf('.');
  const keyword = keywords[dot < 0 ? key : key.slice(0, dot)];
  // A port may be written without the protocol that its key has.
  const name = dot < 0 ? undefined : key.slice(dot + 1).replace(keyword === 'EXPOSE' ? /\/tcp$/ : /$^/, '');
  if (!keyword) return undefined;
  return history.findLast(({ instruction }) => {
    if (instruction?.keyword !== keyword) return false;
    return name === undefined || names(instruction.args, name);
  })?.index;
}

/** Whether the arguments name it as a word of its own: `A=1 B=2` names `B`, not `AB`. */
function names(args: string, name: string): boolean {
  const at = args.indexOf(name);
  if (at < 0) return false;
  const before = args[at - 1];
  const after = args[at + name.length];
  const edge = (char: string | undefined) => char === undefined || /[^\w.-]/.test(char);
  return (edge(before) && edge(after)) || names(args.slice(at + name.length), name);
}

function samePlace(a: Place, b: Place): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

import type { ImageReference, Source } from '../../src/dockerfile/model.ts';
import { fullName, officialName } from '../../src/dockerfile/references.ts';
import type { Image } from '../../src/image/model.ts';
import { defineRule } from '../../src/rule.ts';

/** `ID` of os-release for images that are named after what they hold. */
const distributions: Readonly<Record<string, string>> = {
  almalinux: 'almalinux',
  alpine: 'alpine',
  amazonlinux: 'amzn',
  archlinux: 'arch',
  debian: 'debian',
  fedora: 'fedora',
  oraclelinux: 'ol',
  rockylinux: 'rocky',
  ubuntu: 'ubuntu',
};

export default defineRule({
  id: 'base-mismatch',
  on: 'build',
  reads: ['osRelease'],
  since: '1.0',
  severity: 'warning',
  category: 'correctness',
  summary: 'The image must stand on the base that FROM names.',
  why: 'The Dockerfile was given another base since, or the build was: what is known of the one says nothing of the other.',
  bad: [
    {
      name: 'the builder recorded another name',
      dockerfile: 'FROM [|debian:12.9|]\nRUN make\n',
      annotations: { 'org.opencontainers.image.base.name': 'docker.io/library/debian:11' },
      layers: [],
      message: '`FROM` names `debian:12.9`, and the image was built on `docker.io/library/debian:11`.',
    },
    {
      name: 'another digest',
      dockerfile: 'FROM [|debian@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa|]\n',
      annotations: {
        'org.opencontainers.image.base.digest':
          'sha256:bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb',
      },
      layers: [],
    },
    {
      name: 'another distribution',
      dockerfile: 'FROM [|alpine:3.20|]\n',
      layers: [{ 'etc/os-release': 'ID=debian\nVERSION_ID="12"\nNAME="Debian GNU/Linux"\n' }],
      message: '`FROM` names `alpine:3.20`, and the image holds debian 12.',
    },
    {
      name: 'another release',
      dockerfile: 'FROM [|debian:12.9|]\n',
      layers: [{ 'etc/os-release': 'ID=debian\nVERSION_ID="11"\nNAME="Debian GNU/Linux"\n' }],
    },
  ],
  good: [
    {
      dockerfile: 'FROM debian:12.9\n',
      annotations: { 'org.opencontainers.image.base.name': 'docker.io/library/debian:12.9' },
      layers: [{ 'etc/os-release': 'ID=debian\nVERSION_ID="12"\nNAME="Debian GNU/Linux"\n' }],
    },
    {
      dockerfile: 'FROM alpine:3.20\n',
      layers: [{ 'etc/os-release': 'ID=alpine\nVERSION_ID=3.20.3\nNAME="Alpine Linux"\n' }],
    },
    {
      name: 'the build decides',
      dockerfile: 'ARG TAG=12\nFROM debian:$TAG\n',
      layers: [{ 'etc/os-release': 'ID=debian\nVERSION_ID="11"\nNAME="Debian GNU/Linux"\n' }],
    },
    { dockerfile: 'FROM scratch\n', layers: [{ 'etc/os-release': 'ID=debian\nVERSION_ID="11"\nNAME=x\n' }] },
  ],

  *check({ dockerfile, image }) {
    const stage = image.join.stage ?? dockerfile.stages.at(-1);
    const root = stage?.lineage.at(-1);
    if (root?.base.kind !== 'image' || root.from.image?.variables.length !== 0) return;
    const built = recordedBase(image, root.base) ?? held(image, root.base);
    if (built === undefined) return;
    yield {
      place: root.base.place,
      message: `\`FROM\` names \`${root.base.raw}\`, and the image ${built}.`,
      evidence: [{ kind: 'reference', name: root.base.name, tag: root.base.tag, digest: root.base.digest }],
      help: 'Build the image again, or give the Dockerfile that it was built from.',
    };
  },
});

/** What the builder wrote into the manifest, or buildah into its history, where it is another base. Labels are inherited, and prove nothing. */
function recordedBase({ manifest, history }: Image, base: ImageReference): string | undefined {
  const digest = manifest.annotations.get('org.opencontainers.image.base.digest');
  if (base.digest !== undefined && digest !== undefined) {
    return base.digest === digest ? undefined : `was built on \`${digest}\``;
  }
  const marked = history.findLast(({ comment }) => /^FROM (?![0-9a-f]{12,64}$)\S+$/.test(comment))?.comment.slice(5);
  const name = manifest.annotations.get('org.opencontainers.image.base.name') ?? marked;
  return name === undefined || sameName(name, base) ? undefined : `was built on \`${name}\``;
}

/** Short names are looked up in several registries: only what both say is compared. */
function sameName(recorded: string, base: ImageReference): boolean {
  const [, name = '', tag] = /^(.*?)(?::([\w][\w.-]*))?(?:@.*)?$/.exec(recorded) ?? [];
  const names = [fullName(base), base.name, `docker.io/${base.name}`, `localhost/${base.name}`];
  const known = names.includes(name) || (base.registry === undefined && name.endsWith(`/${base.repository}`));
  return known && (base.digest !== undefined || tag === undefined || tag === (base.tag ?? 'latest'));
}

/** A distribution that is another one than the base is named after, or another release of it. */
function held({ osRelease, join }: Image, base: Exclude<Source, { kind: 'stage' }>): string | undefined {
  const [found] = osRelease;
  const official = base.kind === 'image' ? officialName(base) : undefined;
  const wanted = official === undefined ? undefined : distributions[official];
  if (!found || wanted === undefined || base.kind !== 'image' || join.originOf(found.place.layer).from === 'yours')
    return undefined;
  const release = /^\d+(?:\.\d+)*/.exec(base.tag ?? '')?.[0].split('.') ?? [];
  const parts = found.version.split('.');
  const same = release.every((part, at) => parts[at] === undefined || parts[at] === part);
  return found.id === wanted && (same || found.version === '') ? undefined : `holds ${found.id} ${found.version}`;
}

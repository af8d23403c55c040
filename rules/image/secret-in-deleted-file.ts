import type { Related } from '../../src/finding.ts';
import type { Image, Version } from '../../src/image/model.ts';
import { atLeast, madeBy, secretFiles } from '../../src/image/secret-files.ts';
import { defineRule } from '../../src/rule.ts';
import { evidenceOf, listOf, placeIn } from '../../src/secrets/wording.ts';

export default defineRule({
  id: 'secret-in-deleted-file',
  aliases: ['CIS-DI-0010'],
  on: 'image',
  since: '1.0',
  severity: 'error',
  category: 'secrets',
  securitySeverity: 8.5,
  precision: 'high',
  fault: 'secret-in-deleted-file',
  summary: 'A secret is not gone because a later layer removed its file.',
  why: 'A layer is never changed by the ones above it: the removed file still ships in the layer that brought it, and anyone who pulls the image can unpack it.',
  options: (z) =>
    z.strictObject({
      least: z.enum(['confirmed', 'likely', 'possible']).default('likely').describe('How sure a detector must be.'),
    }),
  bad: [
    {
      layers: [{ '[|app/.env|]': 'DB_PASSWORD=q8Zr0PfLw3VbXcT2mN5d\n' }, { 'app/.wh..env': '' }],
      message: '`/app/.env` was deleted in layer 1, but layer 0 still holds the value of `DB_PASSWORD`.',
    },
    {
      name: 'overwritten',
      layers: [
        { '[|app/config.yml|]': 'github: 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\n' },
        { 'app/config.yml': 'github: none\n' },
      ],
    },
    {
      name: 'its directory replaced',
      layers: [
        { '[|app/config.yml|]': 'github: 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\n' },
        { 'app/.wh..wh..opq': '' },
      ],
    },
  ],
  good: [
    { layers: [{ 'app/.env': 'DB_PASSWORD=${DB_PASSWORD}\n' }, { 'app/.wh..env': '' }] },
    {
      name: 'still there: another rule',
      layers: [{ 'app/config.yml': 'github: 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\n' }],
    },
    {
      name: 'only its mode was changed: the secret is still there, and found there',
      layers: [
        { 'app/config.yml': 'github: 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\n' },
        { 'app/config.yml': { content: 'github: 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\n', mode: 0o600 } },
      ],
    },
  ],

  *check(image, { least }) {
    for (const { version, path, hits } of secretFiles(image)) {
      const { ended } = version;
      const found = atLeast(hits, least);
      if (
        !ended ||
        found.length === 0 ||
        stillShown(
          image,
          version,
          found.map((hit) => hit.masked),
        )
      )
        continue;
      const [first] = found;
      yield {
        place: image.files.at(version, first ? placeIn(first) : {}),
        message: `\`/${path}\` was ${verbs[ended.by]} in layer ${ended.layer}, but layer ${version.layer} still holds ${listOf(found)}.`,
        evidence: found.slice(0, 10).map(evidenceOf),
        related: [
          ...madeBy(image, version.layer, 'brought the file'),
          ...madeBy(image, ended.layer, `${ended.by === 'rewritten' ? 'overwrote' : 'removed'} it`),
          ...removedAt(image, version, ended.layer),
        ],
        help: `Revoke the secret: \`tar -xOf LAYER ${path}\` still prints the file from the tar of layer ${version.layer}. Then mount it with \`RUN --mount=type=secret\` instead of copying it, or bring, use and remove it within one RUN.`,
      };
    }
  },
});

const verbs = {
  deleted: 'deleted',
  opaque: 'deleted',
  rewritten: 'overwritten',
  metadata: 'touched',
  identical: 'written again',
} as const;

/** A later version of the same path may hold the same secret in plain sight, and is reported there. */
function stillShown(image: Image, version: Version, masks: readonly string[]): boolean {
  return secretFiles(image).some(
    (other) =>
      other.version !== version &&
      other.version.path === version.path &&
      !other.version.ended &&
      masks.every((masked) => other.hits.some((hit) => hit.masked === masked)),
  );
}

/** The place of the whiteout, or of the file that took its place. */
function removedAt(image: Image, { path }: Version, layer: number): readonly Related[] {
  const later = image.files.versions(path).find((version) => version.layer === layer);
  if (later) return [{ place: image.files.at(later), message: 'The version that hides it.' }];
  return [
    {
      place: { kind: 'layer', layer, path: path.replace(/([^/]*)$/, '.wh.$1') },
      message: 'The whiteout that hides it.',
    },
  ];
}

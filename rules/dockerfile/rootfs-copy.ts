import { baseOf } from '../../src/dockerfile/bases.ts';
import type { Source } from '../../src/dockerfile/model.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'rootfs-copy',
  aliases: ['DL3067'],
  on: 'dockerfile',
  needs: { texts: ['--from'] },
  since: '1.0',
  severity: 'warning',
  category: 'size',
  summary: 'A stage must not copy the whole root of another one over its own.',
  why: 'Everything that the other stage holds ships again on top of the base, tools, caches and all: the stages save nothing.',
  options: (z) =>
    z.strictObject({
      all: z
        .boolean()
        .default(false)
        .describe(
          'Speak of every such copy: from images that are not known, and onto `scratch`, where it squashes layers.',
        ),
    }),
  bad: [
    'FROM golang:1.26 AS build\nFROM debian:12.9\n[|COPY --from=build / /|]',
    { code: 'FROM debian:12.9 AS build\nFROM scratch\n[|COPY --from=build / /|]', options: { all: true } },
    { code: 'FROM debian:12.9\n[|COPY --from=acme/tools:1 / /|]', options: { all: true } },
    'FROM debian:12.9\n[|COPY --from=python:3.13 / /|]',
  ],
  good: [
    'FROM golang:1.26 AS build\nFROM debian:12.9\nCOPY --from=build /app /app',
    'FROM debian:12.9 AS build\nFROM scratch\nCOPY --from=build / /',
    'FROM scratch AS files\nCOPY app /app\nFROM debian:12.9\nCOPY --from=files / /',
    'FROM debian:12.9\nCOPY --from=assets / /',
    'FROM acme/tools:1 AS tools\nFROM debian:12.9\nCOPY --from=tools / /',
    'FROM debian:12.9\nCOPY --from=acme/tools:1 / /',
    'FROM debian:12.9\nCOPY / /',
  ],

  *check({ stages }, { all }) {
    for (const copy of stages.flatMap((stage) => stage.of('copy', 'add'))) {
      const { from, sources, destination, stage } = copy;
      if (!from || destination?.text !== '/' || !sources.some(({ text }) => text === '/')) continue;
      if (!all && (stage?.root.kind === 'scratch' || !isWholeSystem(from))) continue;
      const name = from.kind === 'stage' ? (from.stage.name ?? from.stage.index) : 'raw' in from ? from.raw : 'scratch';
      yield {
        place: copy.place,
        message: `This brings the whole root of \`${name}\`.`,
        help: 'Copy the paths that are needed.',
      };
    }
  },
});

/** An image that holds a few files, and is meant to be copied whole, looks the same from here: only known ones count. */
function isWholeSystem(from: Source): boolean {
  const { known, bare } = baseOf(from.kind === 'stage' ? from.stage.root : from);
  return known && !bare;
}

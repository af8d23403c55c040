import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'rootfs-copy',
  aliases: ['DL3067'],
  on: 'dockerfile',
  since: '1.0',
  severity: 'warning',
  category: 'size',
  summary: 'A stage must not copy the whole root of another one over its own.',
  why: 'Everything that the other stage holds ships again on top of the base, tools, caches and all: the stages save nothing.',
  options: (z) =>
    z.strictObject({
      scratch: z.boolean().default(false).describe('Speak of stages on `scratch` too, where the copy squashes layers.'),
    }),
  bad: [
    'FROM golang:1.26 AS build\nFROM debian:12.9\n[|COPY --from=build / /|]',
    { code: 'FROM debian:12.9 AS build\nFROM scratch\n[|COPY --from=build / /|]', options: { scratch: true } },
  ],
  good: [
    'FROM golang:1.26 AS build\nFROM debian:12.9\nCOPY --from=build /app /app',
    'FROM debian:12.9 AS build\nFROM scratch\nCOPY --from=build / /',
    'FROM scratch AS files\nCOPY app /app\nFROM debian:12.9\nCOPY --from=files / /',
    'FROM debian:12.9\nCOPY --from=assets / /',
    'FROM debian:12.9\nCOPY / /',
  ],

  *check({ stages }, { scratch }) {
    for (const copy of stages.flatMap((stage) => stage.of('copy', 'add'))) {
      const { from, sources, destination, stage } = copy;
      if (destination?.text !== '/' || !sources.some(({ text }) => text === '/')) continue;
      if (from?.kind !== 'stage' && !(from?.kind === 'image' && /[:/]/.test(from.raw))) continue;
      if (!scratch && (stage?.root.kind === 'scratch' || (from.kind === 'stage' && from.stage.root.kind === 'scratch')))
        continue;
      yield {
        place: copy.place,
        message: `This brings the whole root of \`${from.kind === 'stage' ? (from.stage.name ?? from.stage.index) : from.raw}\`.`,
        help: 'Copy the paths that are needed.',
      };
    }
  },
});

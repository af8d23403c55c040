import { withDefaults } from '../../src/dockerfile/defaults.ts';
import { parseReference } from '../../src/dockerfile/reference.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'invalid-default-arg-in-from',
  aliases: ['InvalidDefaultArgInFrom'],
  on: 'dockerfile',
  since: '1.0',
  severity: 'warning',
  category: 'correctness',
  summary: 'FROM must name an image with the defaults of its ARGs.',
  why: 'Without a `--build-arg` the name comes out empty or malformed: the plain `docker build` fails, and tools that read the file see no base.',
  needs: { within: [{ kinds: ['from'], texts: ['$'] }] },
  bad: [
    'ARG TAG\nFROM [|debian:${TAG}|]',
    'ARG BASE\nFROM [|$BASE|]',
    'ARG MAJOR\nARG TAG=$MAJOR.9\nFROM [|debian:$TAG|]',
  ],
  good: [
    'ARG TAG=12.9\nFROM debian:${TAG}',
    'ARG BASE\nFROM ${BASE:-debian:12.9}',
    'ARG VARIANT\nFROM debian:bookworm${VARIANT}',
    'FROM debian:12.9-$TARGETARCH',
    'FROM debian:$TAG',
    'ARG EDITION=Full\nFROM debian:12.9 AS app-full\nFROM app-$EDITION',
    { code: 'ARG TAG\nFROM debian:$TAG', buildArgs: { TAG: '12.9' } },
  ],

  *check(file) {
    for (const stage of file.stages) {
      const { image } = stage.from;
      // A name that nothing declares is for `undeclared-arg-in-from`.
      if (!image?.variables.length || image.variables.some(({ state }) => state === 'undefined')) continue;
      const text = withDefaults(image, file.escape);
      if (text === undefined || parseReference(text).valid) continue;
      if (file.stages.some(({ name, index }) => name === text.toLowerCase() && index < stage.index)) continue;
      yield {
        place: image.place,
        message: `Without build arguments this is ${text === '' ? 'empty' : `\`${text}\``}, which names no image.`,
        help: 'Give the ARG a default value.',
      };
    }
  },
});

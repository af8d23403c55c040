import type { Image } from '../../src/image/model.ts';
import { defineRule } from '../../src/rule.ts';

const day = '2026-01-15T';

export default defineRule({
  id: 'non-reproducible',
  on: 'image',
  since: '1.0',
  severity: 'off',
  category: 'reproducibility',
  summary: 'Two builds of one source must give one image.',
  why: 'Whoever builds the source again to check an image, or to see what a change did to it, finds other digests: times of the build stand in its history and on its files.',
  bad: [
    {
      name: 'a clock wrote the history',
      base: 0,
      top: { created: `[|${day}12:00:05Z|]` },
      layers: [{ 'app/a': 'a' }, { 'app/b': 'b' }],
      history: [
        { by: 'COPY a /app # buildkit', created: `${day}12:00:01Z` },
        { by: 'COPY b /app # buildkit', created: `${day}12:00:05Z` },
      ],
      message: 'The history bears 2 times of a clock, so no other build gives this image.',
    },
    {
      name: 'a fixed time, and files that are newer',
      base: 0,
      top: { created: '[|2026-01-01T00:00:00Z|]' },
      layers: [{ 'app/a': { content: 'a', mtime: 1_768_478_400 } }],
      history: [{ by: 'RUN make # buildkit', created: '2026-01-01T00:00:00Z' }],
      message: '`/app/a` is newer than the time that the image gives itself: it bears the time of its build.',
    },
  ],
  good: [
    {
      name: 'one time for all',
      base: 0,
      top: { created: '2026-01-01T00:00:00Z' },
      layers: [{ 'app/a': { content: 'a', mtime: 1_767_225_600 } }, { 'app/b': 'b' }],
      history: [
        { by: 'COPY a /app # buildkit', created: '2026-01-01T00:00:00Z' },
        { by: 'COPY b /app # buildkit', created: '2026-01-01T00:00:00Z' },
      ],
    },
    {
      name: 'the base has times of its own',
      base: 1,
      top: { created: '2026-01-01T00:00:00Z' },
      layers: [{ 'bin/sh': { content: 's', mtime: 1_768_478_400 } }, { 'app/a': 'a' }],
      history: [
        { by: 'ADD file:1 in /', created: `${day}12:00:01Z` },
        { by: 'COPY a /app # buildkit', created: '2026-01-01T00:00:00Z' },
      ],
    },
    { name: 'nothing is dated', layers: [{ 'app/a': 'a' }], base: 0 },
  ],

  *check(image) {
    const found = times(image) ?? newerFile(image);
    if (found === undefined) return;
    yield {
      place: { kind: 'config', key: 'created' },
      message: found,
      evidence: [{ kind: 'value', name: 'created', value: image.config.created ?? '' }],
      help: 'Set SOURCE_DATE_EPOCH, and let BuildKit date the files too: `--output type=image,rewrite-timestamp=true`.',
    };
  },
});

/** With a fixed time all steps of one build bear it; a base's steps were made by another build. */
function times({ history, join }: Image): string | undefined {
  const own = history.filter(({ index }) => join.originOfStep(index).from === 'yours');
  const clock = new Set(own.flatMap(({ created }) => created ?? []));
  if (clock.size < 2) return undefined;
  return `The history bears ${clock.size} times of a clock, so no other build gives this image.`;
}

function newerFile({ config, layers }: Image): string | undefined {
  const made = Date.parse(config.created ?? '') / 1000;
  if (!Number.isFinite(made)) return undefined;
  const newer = layers
    .filter(({ origin }) => origin.from === 'yours')
    .flatMap(({ facts }) => facts.entries.filter(({ type, mtime = 0 }) => type === 'file' && mtime > made + 1));
  const [first] = newer;
  if (!first) return undefined;
  const [more, are, bear] =
    newer.length > 1 ? [` and ${newer.length - 1} more`, 'are', 'they bear'] : ['', 'is', 'it bears'];
  return `\`/${first.path}\`${more} ${are} newer than the time that the image gives itself: ${bear} the time of ${newer.length > 1 ? 'their' : 'its'} build.`;
}

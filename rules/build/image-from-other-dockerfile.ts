import type { Dockerfile, Instruction } from '../../src/dockerfile/model.ts';
import type { Join } from '../../src/image/model.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'image-from-other-dockerfile',
  on: 'build',
  since: '1.0',
  severity: 'warning',
  category: 'correctness',
  summary: 'The image must have been built from this version of the Dockerfile.',
  why: 'What is said of the one does not hold for the other: a fix in the file is not in the image, and lines may point beside the fault.',
  bad: [
    {
      name: 'an instruction that came after the build',
      dockerfile: 'FROM debian:12.9\nRUN make\n[|RUN make install|]\nCMD ["app"]\n',
      layers: [{ a: 'x' }, { b: 'x' }],
      base: 1,
      history: [
        'ADD rootfs.tar / # buildkit',
        'RUN /bin/sh -c make # buildkit',
        { by: 'CMD ["app"]', empty: true, comment: 'buildkit.dockerfile.v0' },
      ],
      message: 'The image was built from another Dockerfile, or another version of it: this `RUN` left no step in it.',
    },
    {
      name: 'an instruction that was taken out',
      dockerfile: '[|FROM scratch|]\nCOPY a /\n',
      layers: [{ b: 'x' }, { a: 'x' }],
      history: ['COPY b / # buildkit', 'COPY a / # buildkit'],
    },
  ],
  good: [
    {
      dockerfile: 'FROM debian:12.9\nRUN make\n',
      layers: [{ a: 'x' }, { b: 'x' }],
      history: ['ADD rootfs.tar / # buildkit', 'RUN /bin/sh -c make # buildkit'],
    },
    {
      name: 'a history that says nothing',
      dockerfile: 'FROM debian:12.9\nRUN make\n',
      layers: [{ a: 'x' }, { b: 'x' }],
    },
  ],

  *check({ dockerfile, image: { join } }) {
    const final = dockerfile.stages.at(-1);
    if (join.complete !== false || !final) return;
    const missing = withoutStep(dockerfile, join);
    const [first] = missing;
    const other = 'The image was built from another Dockerfile, or another version of it';
    yield {
      place: (first ?? final.from).place,
      message: first
        ? `${other}: this \`${first.keyword}\` left no step in it.`
        : `${other}: it has steps that no instruction left.`,
      evidence: [{ kind: 'value', name: 'instructions without a step', value: String(missing.length) }],
      help: 'Build the image again, or give the Dockerfile that it was built from.',
    };
  },
});

/** Instructions of the shipped stages that the image knows nothing of. */
function withoutStep({ stages }: Dockerfile, join: Join): readonly Instruction[] {
  const lineage = stages.at(-1)?.lineage.toReversed() ?? [];
  const left = lineage.flatMap(({ instructions }) =>
    instructions.filter(({ kind }) => kind !== 'from' && kind !== 'onbuild'),
  );
  return left.filter((instruction) => join.stepOf(instruction) === undefined);
}

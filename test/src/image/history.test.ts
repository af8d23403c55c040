import { expect, test } from 'vitest';
import { type RawHistory, readHistory } from '../../../src/image/history.ts';

const one = (step: RawHistory | string) =>
  readHistory([typeof step === 'string' ? { created_by: step } : step], 1).steps[0];
const kit = (created_by: string) => ({ created_by, comment: 'buildkit.dockerfile.v0' });

const grammars: readonly (readonly [step: RawHistory | string, builder: string, keyword?: string, args?: string])[] = [
  ['/bin/sh -c #(nop)  ENV A=b', 'classic', 'ENV', 'A=b'],
  ['/bin/sh -c #(nop) COPY file:ab12 in /dst ', 'classic', 'COPY', 'file:ab12 in /dst'],
  ['/bin/bash -o pipefail -c #(nop)  CMD ["a" "b"]', 'classic', 'CMD', '["a" "b"]'],
  ['/bin/sh -c apt-get update', 'classic', 'RUN', 'apt-get update'],
  ['|2 A=1 B=two words /bin/bash -eo pipefail -c make all', 'classic', 'RUN', 'make all'],
  ['cmd /S /C #(nop)  WORKDIR C:\\app', 'classic', 'WORKDIR', 'C:\\app'],
  ['powershell -Command Get-Item', 'classic', 'RUN', 'Get-Item'],
  [kit('RUN /bin/sh -c make # buildkit'), 'buildkit', 'RUN', 'make'],
  [kit('RUN |1 A=x y /bin/ash -eo pipefail -c make # buildkit'), 'buildkit', 'RUN', 'make'],
  [kit('RUN ls -l # buildkit'), 'buildkit', 'RUN', 'ls -l'],
  [kit('COPY --chown=app:app . /app # buildkit'), 'buildkit', 'COPY', '--chown=app:app . /app'],
  ['WORKDIR /app # buildkit', 'buildkit', 'WORKDIR', '/app'],
  [kit('EXPOSE map[22/tcp:{}]'), 'buildkit', 'EXPOSE', 'map[22/tcp:{}]'],
  [{ comment: 'buildkit.exporter.image.v0' }, 'buildkit'],
  ['/bin/sh -c #(nop) ENV A=b', 'buildah', 'ENV', 'A=b'],
  ['/bin/sh -c #(nop) ENV A=b|force-mtime=1700000000', 'buildah', 'ENV', 'A=b'],
  [{ created_by: '/bin/sh -c make', comment: 'FROM 0123456789ab' }, 'buildah', 'RUN', 'make'],
  [{ created_by: 'RUN make', author: 'kaniko' }, 'kaniko', 'RUN', 'make'],
  ['RUN make', 'other', 'RUN', 'make'],
  ['run make', 'other'],
  ["# debian.sh --arch 'amd64' out/ 'bookworm'", 'other'],
  [{ created_by: '', comment: 'merge sha256:1 to sha256:2' }, 'other'],
  [{ comment: 'Imported from -' }, 'other'],
  ['bazel build ...', 'other'],
  ['jib-gradle-plugin:3.4.0', 'other'],
];

test.each(grammars.map(([step, builder, keyword, args]) => ({ step, builder, keyword, args })))(
  '$step is by $builder: $keyword',
  ({ step, builder, keyword, args }) => {
    const read = one(step);
    expect(read?.builder).toBe(builder);
    expect(read?.instruction).toEqual(keyword === undefined ? undefined : { keyword, args });
  },
);

test('a shell that the history itself sets is taken off', () => {
  const { steps } = readHistory(
    [kit('SHELL [/opt/nu -n --commands]'), kit('RUN /opt/nu -n --commands ls # buildkit')],
    2,
  );
  expect(steps[1]?.instruction).toEqual({ keyword: 'RUN', args: 'ls' });
});

test.each([
  ['|1 A=b /bin/sh -c x', [{ name: 'A', value: 'b' }]],
  [
    '|3 A=b c B= /bin/sh -c x',
    [
      { name: 'A', value: 'b c' },
      { name: 'B', value: '' },
    ],
  ],
  ['|1 URL=https://example.com/?a=b /bin/sh -c x', [{ name: 'URL', value: 'https://example.com/?a=b' }]],
  ['|1 A=b touch /x', [{ name: 'A', value: 'b' }]],
  ['|9', []],
])('build arguments of %j', (text, buildArgs) => {
  expect(one(text)?.buildArgs).toEqual(buildArgs);
});

test("a shell's comment is no mark of a builder", () => {
  expect(one('/bin/sh -c echo # buildkit')).toMatchObject({
    builder: 'classic',
    instruction: { args: 'echo # buildkit' },
  });
  expect(one('RUN /bin/sh -c echo # buildkit')).toMatchObject({ builder: 'buildkit', instruction: { args: 'echo' } });
});

test('steps that are not empty made the layers in order', () => {
  const raw = [{ created_by: 'a' }, { created_by: 'b', empty_layer: true }, { created_by: 'c' }];
  expect(readHistory(raw, 2).steps.map(({ layer }) => layer)).toEqual([0, undefined, 1]);
  expect(readHistory(raw, 2).misaligned).toBeUndefined();
  expect(readHistory(raw, 3).steps.map(({ layer }) => layer)).toEqual([undefined, undefined, undefined]);
  expect(readHistory([], 3).misaligned).toBe('The image has no history of its layers.');
});

test('a step that two builders write alike is of the build around it', () => {
  const builders = (...raw: string[]) =>
    readHistory(
      raw.map((created_by) => ({ created_by })),
      0,
    ).steps.map(({ builder }) => builder);
  expect(builders('/bin/sh -c #(nop) ADD file:a in / ', '/bin/sh -c #(nop) CMD ["sh"]')).toEqual([
    'buildah',
    'buildah',
  ]);
  expect(builders('/bin/sh -c #(nop)  CMD ["sh"]', '/bin/sh -c make', '/bin/sh -c #(nop) ENV A=1')).toEqual([
    'classic',
    'buildah',
    'buildah',
  ]);
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from '../../../src/dockerfile/parse.ts';
import type { Parts } from '../../../src/image/assemble.ts';
import type { RawHistory } from '../../../src/image/history.ts';
import type { Attestation } from '../../../src/image/model.ts';
import { emptyConfig, image, layer } from './layers.ts';

interface Case {
  readonly file?: string;
  readonly history: readonly RawHistory[];
  readonly parts?: Partial<Parts>;
}

/** The lines that steps and layers are joined to. */
function join({ file, history, parts }: Case) {
  const count = history.filter(({ empty_layer }) => !empty_layer).length;
  const diffIDs = Array.from({ length: count }, (_, index) => `sha256:${index}`);
  const dockerfile = file === undefined ? undefined : parse(file, { file: 'Dockerfile' });
  const layers = diffIDs.map((diffID) => layer({}, diffID));
  const made = image({ config: { ...emptyConfig, diffIDs }, history, layers, dockerfile, ...parts });
  const lineOf = (place: { readonly span: { readonly start: number } } | undefined) =>
    place && dockerfile?.lines.position(place.span.start).line;
  return {
    join: made.join,
    steps: made.history.map(({ index }) => lineOf(made.join.instructionOfStep(index))),
    layers: diffIDs.map((_, index) => lineOf(made.join.instructionOf(index))),
    origins: diffIDs.map((_, index) => made.join.originOf(index).from),
  };
}

const kit = (created_by: string, empty_layer = false): RawHistory => ({
  created_by,
  comment: 'buildkit.dockerfile.v0',
  ...(empty_layer ? { empty_layer } : {}),
});
const base = [kit('ADD alpine-minirootfs-3.20.3-x86_64.tar.gz / # buildkit'), kit('CMD ["/bin/sh"]', true)];

describe('heredocs', () => {
  const file = [
    'FROM alpine:3.20',
    'RUN <<EOF',
    'apk add curl',
    'echo done',
    'EOF',
    'RUN <<-"SCRIPT"',
    '\t#!/bin/sh',
    '\techo script',
    'SCRIPT',
    'RUN cat <<A > /a && cat <<B > /b',
    'one',
    'A',
    'two',
    'B',
    'COPY <<app.conf <<other.conf /etc/acme/',
    'port=1',
    'app.conf',
    'port=2',
    'other.conf',
  ].join('\n');

  test('BuildKit runs a lone heredoc as the command, and records the bodies of others', () => {
    const history = [
      ...base,
      kit('RUN /bin/sh -c apk add curl\necho done\n # buildkit'),
      kit('RUN /bin/sh -c /dev/pipes/SCRIPT # buildkit'),
      kit('RUN /bin/sh -c cat <<A > /a && cat <<B > /b\none\nA\ntwo\nB # buildkit'),
      kit('COPY <<app.conf <<other.conf /etc/acme/ # buildkit'),
    ];
    expect(join({ file, history }).steps).toEqual([undefined, undefined, 2, 6, 10, 15]);
  });
});

describe('stages', () => {
  const file = [
    'FROM alpine:3.20 AS deps',
    'RUN apk add curl',
    'ONBUILD RUN echo trigger',
    'FROM deps AS app',
    'COPY . /app',
    'FROM app',
    'CMD ["serve"]',
  ].join('\n');
  const deps = [...base, kit('RUN /bin/sh -c apk add curl # buildkit')];
  const app = [...deps, kit('RUN /bin/sh -c echo trigger # buildkit'), kit('COPY . /app # buildkit')];

  test('what a stage inherits, and the triggers of the stage below it, have their lines', () => {
    const { steps, origins } = join({ file, history: [...app, kit('CMD ["serve"]', true)] });
    expect(steps).toEqual([undefined, undefined, 2, 3, 5, 7]);
    expect(origins).toEqual(['base', 'yours', 'yours', 'yours']);
  });

  test('an image of a stage that is not the last is found out', () => {
    expect(join({ file, history: app }).steps).toEqual([undefined, undefined, 2, 3, 5]);
    expect(join({ file, history: deps }).steps).toEqual([undefined, undefined, 2]);
  });
});

describe('unlike files', () => {
  test('another Dockerfile claims nothing', () => {
    const { steps, join: made } = join({
      file: 'FROM alpine:3.20\nRUN echo other\n',
      history: [...base, kit('RUN /bin/sh -c make # buildkit')],
    });
    expect(steps).toEqual([undefined, undefined, undefined]);
    expect(made.reasonOf(1)).toMatch(/^No instruction of the Dockerfile/);
    expect(made.originOf(1)).toEqual({ from: 'unknown', by: 'none' });
  });

  test('copies of one destination that changed places cannot be told apart where sources are not recorded', () => {
    const nop = (text: string): RawHistory => ({ created_by: `/bin/sh -c #(nop) ${text} ` });
    const history = [nop('ADD file:00 in /'), nop('COPY file:aa in /etc/'), nop('COPY file:bb in /etc/')];
    const { steps, join: made } = join({ file: 'FROM debian:12.9\nCOPY a.conf /etc/\nCOPY b.conf /etc/\n', history });
    expect(steps).toEqual([undefined, undefined, undefined]);
    expect(made.reasonOf(2)).toBe('The history does not say which of several like instructions this was.');
  });

  test('the file that a layer brought tells copies of one destination apart', () => {
    const nop = (text: string): RawHistory => ({ created_by: `/bin/sh -c #(nop) ${text} ` });
    const history = [nop('ADD file:00 in /'), nop('COPY file:bb in /etc/'), nop('COPY file:aa in /etc/')];
    const layers = [
      {},
      { files: { etc: { type: 'dir' }, 'etc/b.conf': {} } },
      { files: { 'etc/a.conf': {} } },
    ] as const;
    const parts = { layers: layers.map((sketch) => layer(sketch)) };
    const files = {
      asBuilt: 'COPY b.conf /etc/\nCOPY a.conf /etc/\n',
      swapped: 'COPY a.conf /etc/\nCOPY b.conf /etc/\n',
    };
    expect(join({ file: `FROM debian:12.9\n${files.asBuilt}`, history, parts }).steps).toEqual([undefined, 2, 3]);
    expect(join({ file: `FROM debian:12.9\n${files.swapped}`, history, parts }).steps).toEqual([undefined, 3, 2]);
  });

  test('nothing stands below scratch: what is left there is of another version', () => {
    const history = [kit('COPY old / # buildkit'), kit('COPY app / # buildkit')];
    const { steps, origins } = join({ file: 'FROM scratch\nCOPY app /\n', history });
    expect(steps).toEqual([undefined, 2]);
    expect(origins).toEqual(['unknown', 'yours']);
  });
});

describe('a given base', () => {
  const history = [...base, kit('USER app', true), kit('RUN /bin/sh -c make # buildkit')];
  const diffIDs = ['sha256:0'];

  test('holds without a Dockerfile; steps between are only known with its history', () => {
    const { join: made, origins } = join({ history, parts: { base: { diffIDs } } });
    expect(origins).toEqual(['base', 'yours']);
    expect([0, 1, 2, 3].map((step) => made.originOfStep(step).from)).toEqual(['base', 'unknown', 'unknown', 'yours']);
    const known = join({ history, parts: { base: { diffIDs, steps: 2 } } }).join;
    expect([0, 1, 2, 3].map((step) => known.originOfStep(step).from)).toEqual(['base', 'base', 'yours', 'yours']);
    expect(known.by).toBe('given');
    expect(made.reasonOf(1)).toBe('No Dockerfile was given.');
  });

  test('its own steps are not taken for yours of the same text', () => {
    const file = 'FROM acme/base\nCMD ["/bin/sh"]\nRUN other\n';
    expect(join({ file, history, parts: { base: { diffIDs, steps: 2 } } }).steps).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });

  test('a base that the image does not stand on says nothing', () => {
    expect(join({ history, parts: { base: { diffIDs: ['sha256:other'] } } }).origins).toEqual(['unknown', 'unknown']);
  });
});

describe('provenance', () => {
  const file = 'FROM alpine:3.20\nRUN apk add curl\nENV A=1\nCOPY a b /app/\n';
  const history = [
    ...base,
    kit('RUN unlike the file # buildkit'),
    kit('ENV A=1', true),
    kit('COPY a b /app/ # buildkit'),
  ];
  const digests = ['sha256:l0', 'sha256:l1', 'sha256:l2'];
  const chain = (length: number) => [digests.slice(0, length).map((digest) => ({ digest, size: 1, mediaType: 'x' }))];
  const at = (line: number) => ({ locations: [{ ranges: [{ start: { line }, end: { line } }] }] });
  const metadata = {
    source: {
      infos: [{ filename: 'Dockerfile', data: btoa(file) }],
      locations: { step0: at(1), step1: at(2), step3: at(4), step9: at(3) },
    },
    layers: {
      'step0:0': chain(1),
      'step1:0': chain(2),
      'step3:0': chain(3),
      'step7:0': [[{ digest: 'sha256:of another stage' }]],
    },
  };
  const predicates = {
    'https://slsa.dev/provenance/v0.2': { metadata: { 'https://mobyproject.org/buildkit@v1#metadata': metadata } },
    'https://slsa.dev/provenance/v1': { runDetails: { metadata: { buildkit_metadata: metadata } } },
  };
  const manifest = (attestation: Attestation): Parts['manifest'] => ({
    mediaType: undefined,
    annotations: new Map(),
    layers: digests.map((digest) => ({ mediaType: undefined, digest, size: 1, urls: [] })),
    attestations: [attestation],
  });
  const attested = (predicateType: string, predicate: unknown) => ({
    manifest: manifest({ digest: 'sha256:a', predicateType, statement: { predicateType, predicate } }),
  });

  test.each(Object.entries(predicates))('%s: layers have the lines the build recorded', (type, predicate) => {
    const { join: made, layers, origins } = join({ file, history, parts: attested(type, predicate) });
    expect(layers).toEqual([undefined, 2, 4]);
    expect(origins).toEqual(['base', 'yours', 'yours']);
    expect(made.by).toBe('provenance');
  });

  test('in a file that has changed, only what stands there as it was built is the same', () => {
    const now = file
      .replace('FROM alpine:3.20', 'FROM alpine:3.21\n# new')
      .replace('RUN apk add curl', 'RUN apk add wget');
    const { join: made, layers } = join({
      file: now,
      history,
      parts: attested('https://slsa.dev/provenance/v1', predicates['https://slsa.dev/provenance/v1']),
    });
    expect(layers).toEqual([undefined, undefined, 5]);
    expect(made.reasonOf(1)).toBe('The build says line 2 of a Dockerfile that has changed since.');
  });

  test.each([
    undefined,
    null,
    1,
    [],
    {},
    { metadata: 1 },
    { runDetails: { metadata: { buildkit_metadata: { source: { infos: [{ data: '%%' }] }, layers: {} } } } },
  ])('a predicate of another shape says nothing: %j', (predicate) => {
    expect(
      join({ file, history, parts: attested('https://slsa.dev/provenance/v1', predicate) }).layers[1],
    ).toBeUndefined();
  });
});

test('a history that does not agree with the layers joins none of them', () => {
  const made = image({ history: [{ created_by: '/bin/sh -c make' }], layers: [layer({}), layer({})] });
  expect(made.history[0]?.layer).toBeUndefined();
  expect(made.join.reasonOf(0)).toBe('The history tells of 1 layer, the image has 2.');
  expect(made.join.originOf(1)).toEqual({ from: 'unknown', by: 'none' });
});

test('whatever a history and a file say, nothing throws and every unknown has its reason', () => {
  const text = fc.array(
    fc.constantFrom(
      'RUN',
      '/bin/sh -c',
      '#(nop) ',
      'COPY',
      'file:ab in',
      '. .',
      'ENV',
      'A=b',
      '$A',
      '|1',
      '# buildkit',
      '["x"]',
      'FROM a',
      'ARG A',
      '<<EOF',
      '\\',
    ),
    { maxLength: 5 },
  );
  const step = fc.record({
    created_by: text.map((words) => words.join(' ')),
    empty_layer: fc.boolean(),
    comment: fc.constantFrom('', 'FROM acme/app:1', 'buildkit.dockerfile.v0'),
  });
  const file = fc
    .array(
      text.map((words) => words.join(' ')),
      { maxLength: 6 },
    )
    .map((lines) => `FROM debian:12.9\n${lines.join('\n')}`);
  fc.assert(
    fc.property(fc.array(step, { maxLength: 6 }), file, (history, content) => {
      const { join: made, steps, layers } = join({ file: content, history });
      for (const [index, line] of steps.entries()) expect(line ?? made.reasonOfStep(index)).toBeDefined();
      for (const [index, line] of layers.entries()) expect(line ?? made.reasonOf(index)).toBeDefined();
    }),
    { numRuns: 200 },
  );
});

test('a value of blanks is the one name, unless another name with a value follows', () => {
  const file = 'FROM alpine:3.20\nARG TITLE\nARG A\nRUN echo';
  const run = kit('RUN |2 TITLE=two words A=1 /bin/sh -c echo # buildkit');
  const given = join({ file, history: [...base, kit('ARG TITLE=two words', true), kit('ARG A=1', true), run] });
  expect(given.steps).toEqual([undefined, undefined, 2, 3, 4]);
  expect(join({ file, history: [...base, kit('ARG TITLE=two A=1', true), run] }).steps[2]).toBeUndefined();
});

const bud = (created_by: string, from: string): RawHistory => ({ created_by, comment: `FROM ${from}` });
const onBuildah = [
  ...base,
  bud('/bin/sh -c make', 'docker.io/library/alpine:3.20'),
  bud('/bin/sh -c test', '0123456789ab'),
];

test("buildah's mark is of the base where another builder built on it, or the file adds nothing", () => {
  const built = join({ file: 'FROM alpine:3.20\nRUN make\nRUN test', history: onBuildah });
  expect(built.origins).toEqual(['base', 'yours', 'yours']);
  const kitOnTop = join({
    file: 'FROM acme/kit:1\nRUN more',
    history: [...onBuildah, kit('RUN /bin/sh -c more # buildkit')],
  });
  expect(kitOnTop.origins).toEqual(['base', 'base', 'base', 'yours']);
  expect(join({ file: 'FROM acme/kit:1', history: onBuildah }).origins).toEqual(['base', 'unknown', 'unknown']);
});

test("buildah's squashed layer holds the base as well", () => {
  const made = join({
    file: 'FROM alpine:3.20\nRUN make',
    history: [bud('/bin/sh -c make', 'docker.io/library/alpine:3.20')],
  });
  expect([made.steps, made.layers, made.origins]).toEqual([[2], [undefined], ['unknown']]);
  expect(made.join.reasonOf(0)).toBe('One layer holds the base image and the build: the image was squashed.');
});

test('proxies that buildah counts among the arguments are no names of the file', () => {
  const file = 'FROM alpine:3.20\nRUN make\nARG VERSION';
  const history = [
    ...onBuildah.slice(0, 3),
    { ...bud('/bin/sh -c #(nop) ARG HTTP_PROXY NO_PROXY VERSION', '01234567abcd'), empty_layer: true },
  ];
  expect(join({ file, history }).steps).toEqual([undefined, undefined, 2, 3]);
});

test('a destination in a variable is not held against what the layer brought', () => {
  const file = 'FROM alpine:3.20\nARG SITE=localhost\nCOPY conf.yml /etc/$SITE.conf';
  const nop = (text: string): RawHistory => ({ created_by: `/bin/sh -c #(nop) ${text}` });
  const history = [
    ...base,
    { ...nop(' ARG SITE=localhost'), empty_layer: true },
    nop('COPY file:0123456789ab in /etc/example.com.conf '),
  ];
  const layers = [layer({}, 'sha256:0'), layer({ files: { 'etc/example.com.conf': {} } }, 'sha256:1')];
  expect(join({ file, history, parts: { layers } }).steps.slice(2)).toEqual([2, 3]);
});

test("docker's squashed layer is of the only step that brings files, also from scratch and below what the file still says", () => {
  const nop = (text: string): RawHistory => ({ created_by: `/bin/sh -c #(nop) ${text}`, empty_layer: true });
  const squashed = { created_by: '', comment: 'create new from sha256:0123456789ab' };
  const copy = nop('COPY file:0123456789ab in /app ');
  const file = 'FROM scratch\nCOPY app /app\nLABEL a=b';
  expect(join({ file, history: [copy, nop(' LABEL a=b'), squashed] }).layers).toEqual([2]);
  const merged = { created_by: '', comment: 'merge sha256:1 to sha256:2' };
  const more = [...base, nop('ADD file:3456789abcde in /more '), copy, nop(' LABEL a=b'), merged];
  expect(join({ file: file.replace('scratch', 'alpine:3.20'), history: more }).layers).toEqual([undefined, undefined]);
});

test('a relative WORKDIR stands on the folder that the base set, upwards too', () => {
  const file = 'FROM acme/kit:1\nWORKDIR one\nWORKDIR ../two\nWORKDIR ../../three\nWORKDIR /four';
  const folders = ['/kit/one', '/kit/two', '/three', '/four'].map((path) => kit(`WORKDIR ${path}`));
  expect(join({ file, history: [...base, ...folders] }).steps).toEqual([undefined, undefined, 2, 3, 4, 5]);
  const elsewhere = [...folders.slice(0, 1), kit('WORKDIR /kit/other')];
  expect(join({ file: file.split('\n').slice(0, 3).join('\n'), history: elsewhere }).steps[1]).toBeUndefined();
});

test('a long history and a long file are compared in time that grows with their lengths', () => {
  const lines = Array.from({ length: 3000 }, (_, index) => `RUN echo ${index}`);
  const history = lines.toReversed().map((line) => kit(`${line.replace('RUN ', 'RUN /bin/sh -c ')} # buildkit`));
  const { steps } = join({ file: `FROM debian:12.9\n${lines.join('\n')}\n`, history });
  expect(steps.every((line) => line === undefined)).toBe(true);
});

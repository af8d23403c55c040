import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse } from '../../../src/dockerfile/parse.ts';
import type { Finding } from '../../../src/finding.ts';
import type { RawHistory } from '../../../src/image/history.ts';
import { reconstruct } from '../../../src/image/reconstruct.ts';
import { image, layer } from './layers.ts';

const lines = (...history: (RawHistory | string)[]) =>
  reconstruct(image({ history: history.map((step) => (typeof step === 'string' ? { created_by: step } : step)) }))
    .text.trimEnd()
    .split('\n')
    .slice(1);
const kit = (created_by: string) => ({ created_by, comment: 'buildkit.dockerfile.v0' });

test.each<readonly [RawHistory | string, readonly string[]]>([
  ['/bin/sh -c #(nop)  ENV A=1 B=two words C="$x"', ['ENV A=1 B="two words" C="\\"\\$x\\""']],
  ['/bin/sh -c #(nop)  LABEL org.example.title=A b v=2', ['LABEL org.example.title="A b" v=2']],
  ['/bin/sh -c #(nop) ENV A=1 B="two words"', ['ENV A=1 B="two words"']],
  ['/bin/sh -c #(nop) COPY file:ab12 in /dst ', ['COPY file:ab12 /dst']],
  ['/bin/sh -c #(nop) COPY --chown=app:appdir:ab12 in /dst/ ', ['COPY --chown=app:app dir:ab12 /dst/']],
  ['/bin/sh -c #(nop) ADD file:ab12 in / ', ['ADD file:ab12.tar /']],
  ['/bin/sh -c #(nop) ADD dir:ab12 in /app ', ['ADD dir:ab12 /app']],
  [kit('COPY --chown=1000 a b /dst/ # buildkit'), ['COPY --chown=1000 a b /dst/']],
  [kit('COPY <<app.conf /etc/ # buildkit'), ['COPY <<app.conf /etc/', 'app.conf']],
  [kit('CMD ["node" "a b"]'), ['CMD ["node", "a b"]']],
  [kit('CMD ["/bin/sh" "-c" "node a"]'), ['CMD node a']],
  [kit('EXPOSE map[443/tcp:{} 80/tcp:{}]'), ['EXPOSE 443/tcp 80/tcp']],
  [kit('EXPOSE [80/tcp]'), ['EXPOSE 80/tcp']],
  [kit('VOLUME [/a /b]'), ['VOLUME ["/a", "/b"]']],
  [kit('SHELL [/bin/bash -c]'), ['SHELL ["/bin/bash", "-c"]']],
  [
    kit('HEALTHCHECK &{["CMD-SHELL" "ls /"] "5s" "3s" "0s" \'\\x00\'}'),
    ['HEALTHCHECK --interval=5s --timeout=3s CMD ls /'],
  ],
  [
    kit('HEALTHCHECK {Test:[CMD ls /] Interval:0s Timeout:3s StartPeriod:0s Retries:0}'),
    ['HEALTHCHECK --timeout=3s CMD ["ls", "/"]'],
  ],
  [kit('HEALTHCHECK &{["NONE"] "0s" "0s" "0s" \'\\x00\'}'), ['HEALTHCHECK NONE']],
  [kit('RUN |1 A=b /bin/sh -c make all # buildkit'), ['RUN make all']],
  [kit('RUN touch /x # buildkit'), ['RUN ["touch", "/x"]']],
  [kit('RUN /bin/bash -o pipefail -c a | b # buildkit'), ['SHELL ["/bin/bash","-o","pipefail","-c"]', 'RUN a | b']],
  [kit('RUN /bin/sh -c a\nb\n # buildkit'), ["RUN <<'EOF'", 'a', 'b', 'EOF']],
  [kit('RUN /bin/sh -c cat <<A > /a\none\nA # buildkit'), ['RUN cat <<A > /a', 'one', 'A']],
  ['/bin/sh -c cat <<A', ["RUN <<'EOF'", 'cat <<A', 'EOF']],
  ['/bin/sh -c echo C:\\', ["RUN <<'EOF'", 'echo C:\\', 'EOF']],
  [{ created_by: '/bin/sh -c ["touch", "/x"]', comment: 'FROM 0123456789ab' }, ['RUN ["touch", "/x"]']],
  [{ created_by: 'COPY --from=build /app /app', author: 'kaniko' }, ['COPY --from=build /app /app']],
  ['bazel build //:image', []],
])('%j', (step, expected) => {
  expect(lines(step)).toEqual(expected);
});

test('a classic ADD is of an archive, unless its layer holds the one file that it names', () => {
  const add = (target: string, ...paths: readonly string[]) =>
    reconstruct(
      image({
        history: [{ created_by: `/bin/sh -c #(nop) ADD file:ab12 in ${target} ` }],
        layers: [layer({ files: { app: { type: 'dir' }, ...Object.fromEntries(paths.map((path) => [path, {}])) } })],
      }),
    )
      .text.trimEnd()
      .split('\n')
      .at(-1);
  expect(add('/app/config.ini', 'app/config.ini')).toBe('ADD file:ab12 /app/config.ini');
  expect(add('/app', 'app/config.ini')).toBe('ADD file:ab12.tar /app');
  expect(add('/app/', 'app/config.ini')).toBe('ADD file:ab12.tar /app/');
  expect(add('/app/a', 'app/a', 'app/b')).toBe('ADD file:ab12.tar /app/a');
});

test('each line knows its step; lines that no step states have none', () => {
  const { text, stepAt } = reconstruct(
    image({ history: [kit('USER app'), kit('RUN /bin/bash -c make # buildkit'), kit('CMD ["x"]')] }),
  );
  expect(text).toBe('FROM scratch\nUSER app\nSHELL ["/bin/bash","-c"]\nRUN make\nCMD ["x"]\n');
  const at = (word: string) => stepAt(text.indexOf(word));
  expect([at('FROM'), at('USER'), at('SHELL'), at('make'), at('CMD')]).toEqual([undefined, 0, undefined, 1, 2]);
});

test('the base is left out, and named where its name is known', () => {
  const history = [kit('ADD rootfs.tar / # buildkit'), kit('RUN /bin/sh -c make # buildkit')];
  const config = { labels: new Map([['org.opencontainers.image.base.name', 'docker.io/library/debian:12.9']]) };
  const plain = image({ history });
  const made = image({ history, base: { diffIDs: [], steps: 1 }, config: { ...plain.config, ...config } });
  expect(reconstruct(made).text).toBe('FROM docker.io/library/debian:12.9\nRUN make\n');
  expect(reconstruct(image({ history, base: { diffIDs: [], steps: 1 } })).text).toBe('FROM base\nRUN make\n');
});

test.each(['classic', 'buildkit', 'buildah-layers'])(
  '%s: a real history reads as a Dockerfile without faults',
  (builder) => {
    const folder = new URL('../../../fixtures/histories/', import.meta.url);
    const captured: { readonly history: readonly RawHistory[] } = JSON.parse(
      readFileSync(new URL(`${builder}.full.json`, folder), 'utf8'),
    );
    const made = image({ history: captured.history });
    const dockerfile = parse(reconstruct(made).text, { file: 'Dockerfile' });
    expect(dockerfile.faults).toEqual([]);
    const own = made.history.filter(({ index }) => made.join.originOfStep(index).from !== 'base');
    const keywords = (all: readonly { readonly keyword: string }[]) =>
      all.map(({ keyword }) => keyword).filter((each) => each !== 'SHELL');
    expect(keywords(dockerfile.instructions)).toEqual([
      'FROM',
      ...keywords(own.flatMap(({ instruction }) => instruction ?? [])),
    ]);
  },
);

test('no history makes a text that does not parse into its steps', () => {
  const word = fc.constantFrom(
    'RUN',
    '/bin/sh -c',
    '#(nop) ',
    'ENV',
    'A=b',
    '<<EOF',
    '\\',
    '\n',
    '"',
    '[',
    '|1',
    'COPY',
    '# buildkit',
    '$x',
  );
  fc.assert(
    fc.property(
      fc.array(
        fc.array(word, { maxLength: 6 }).map((words) => words.join(' ')),
        { maxLength: 4 },
      ),
      (steps) => {
        const { text, stepAt } = reconstruct(image({ history: steps.map((created_by) => ({ created_by })) }));
        const starts = parse(text, { file: 'Dockerfile' }).instructions.map(({ span }) => stepAt(span.start));
        const known = starts.filter((step) => step !== undefined);
        expect(known).toEqual([...new Set(known)].sort((a, b) => a - b));
      },
    ),
    { numRuns: 300 },
  );
});

test('findings in the text are of the steps, and lose what only a file can have', () => {
  const made = reconstruct(image({ history: [kit('USER app'), kit('RUN /bin/sh -c sudo make # buildkit')] }));
  const at = (word: string) => {
    const start = made.text.indexOf(word);
    return { kind: 'dockerfile', file: 'history', span: { start, end: start + word.length } } as const;
  };
  const finding: Finding = {
    ...{ rule: 'sudo', severity: 'warning', message: 'x', evidence: [], fingerprint: '', place: at('sudo') },
    related: [
      { place: at('USER'), message: 'here' },
      { place: at('FROM'), message: 'there' },
    ],
    fixes: [{ title: 'x', safety: 'safe', edits: [] }],
  };
  expect(made.toHistory(finding)).toEqual({
    ...finding,
    place: { kind: 'history', step: 1 },
    related: [{ place: { kind: 'history', step: 0 }, message: 'here' }],
    fixes: [],
  });
  expect(made.toHistory({ ...finding, place: at('FROM') })).toBeUndefined();
});

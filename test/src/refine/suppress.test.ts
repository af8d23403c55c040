import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse } from '../../../src/dockerfile/parse.ts';
import { applyEdits } from '../../../src/fix/edits.ts';
import { readPragmas } from '../../../src/refine/pragmas.ts';
import { suppress } from '../../../src/refine/suppress.ts';
import { contextOf, finding, type Given, marked } from './marked.ts';

/** Rules of the findings that are still open, findings about suppressions included. */
function open(text: string, given: Given = {}): readonly string[] {
  const { dockerfile, findings } = marked(text);
  return suppress(findings, contextOf(dockerfile, given)).flatMap((one) => (one.suppressed ? [] : one.rule));
}

/** Messages of the findings about suppressions. */
function about(text: string, given: Given = {}): readonly string[] {
  const { dockerfile, findings } = marked(text);
  return suppress(findings, contextOf(dockerfile, given)).flatMap((one) =>
    one.rule.endsWith('-suppression') ? `${one.rule}: ${one.message} ${one.help ?? ''}`.trim() : [],
  );
}

const silenced: Readonly<Record<string, string>> = {
  'the next instruction': '# plimsoll ignore=latest-tag\nFROM [latest-tag|debian:latest|]',
  'by a code of another tool': '# plimsoll ignore=DL3007\nFROM [latest-tag|debian:latest|]',
  'several at once': '# plimsoll ignore=latest-tag, sudo\nFROM [latest-tag|debian:latest|] [sudo|AS|] a',
  'with a reason': '# plimsoll ignore=latest-tag rebuilt nightly, on purpose\nFROM [latest-tag|debian:latest|]',
  'over comments and blank lines': '# plimsoll ignore=latest-tag\n\n# The base.\nFROM [latest-tag|debian:latest|]',
  'two comments for one instruction':
    '# plimsoll ignore=latest-tag\n# plimsoll ignore=sudo\nFROM [latest-tag|debian:latest|] AS [sudo|a|]',
  everything: '# plimsoll ignore=all\nFROM [latest-tag|debian:latest|]',
  'anywhere in the next instruction': 'FROM a:1\n# plimsoll ignore=sudo\nRUN x && \\\n  [sudo|sudo|] y',
  'the line below in a continued instruction':
    'FROM a:1\nRUN x && \\\n  # plimsoll ignore=sudo\n  [sudo|sudo|] y && \\\n  z',
  'the line below another comment': 'FROM a:1\nRUN x && \\\n  # plimsoll ignore=sudo\n  # Needed.\n\n  [sudo|sudo|] y',
  'what spans the line below': 'FROM a:1\nRUN [sudo|x && \\\n  # plimsoll ignore=sudo\n  sudo y|]',
  'the line below in a script': 'FROM a:1\nRUN <<EOF\nset -e\n# plimsoll ignore=sudo\n[sudo|sudo|] y\nEOF',
  'a whole stage, said above it': '# plimsoll ignore-stage=sudo\nFROM a:1\nRUN [sudo|sudo|] x\nRUN [sudo|sudo|] y',
  'a whole stage, said inside of it':
    'FROM [sudo|a:1|]\nRUN [sudo|sudo|] x\n# plimsoll ignore-stage=sudo\nRUN [sudo|sudo|] y',
  'a whole file': 'FROM a:1\nRUN [sudo|sudo|] x\nFROM b:1\nRUN [sudo|sudo|] y\n# plimsoll ignore-file=sudo',
  'until a day to come': '# plimsoll ignore=latest-tag until=2026-11-26 a reason\nFROM [latest-tag|debian:latest|]',
  'hadolint, directly above': '# hadolint ignore=DL3007,DL3006\nFROM [latest-tag|debian:latest|] [untagged-base|AS|] a',
  'hadolint, with a reason': '# hadolint ignore=DL3007 # rebuilt nightly\nFROM [latest-tag|debian:latest|]',
  'hadolint, one above the other':
    '# hadolint ignore=DL3007\n# hadolint ignore=DL3004\nFROM [latest-tag|a:latest|] AS [sudo|b|]',
  'hadolint, without spaces': '#hadolint ignore=DL3007\nFROM [latest-tag|debian:latest|]',
  'hadolint, a stage': '# hadolint stage ignore=DL3004\nFROM a:1\nRUN [sudo|sudo|] x\nRUN [sudo|sudo|] y',
  'hadolint, the rest of a stage': 'FROM a:1\n# hadolint stage ignore=DL3004\nRUN [sudo|sudo|] x\nRUN [sudo|sudo|] y',
  'hadolint, a file': 'FROM a:1\nRUN [sudo|sudo|] x\nFROM b:1\n# hadolint global ignore=DL3004\nRUN [sudo|sudo|] y',
  'ShellCheck by hadolint': 'FROM a:1\n# hadolint ignore=SC2086\nRUN echo [shellcheck|$x|]',
  'ShellCheck in its own words': 'FROM a:1\nRUN <<EOF\n# shellcheck disable=SC2086\necho [shellcheck|$x|]\nEOF',
  'BuildKit, a file': '# check=skip=StageNameCasing;error=true\nFROM a:1 AS [stage-name-casing|Build|]',
  'BuildKit, every check': '# check=skip=all\nFROM a:1 AS [stage-name-casing|Build|]',
  'BuildKit, an instruction':
    'FROM a:1\n# check=skip=StageNameCasing // kept for old scripts\nFROM b:1 AS [stage-name-casing|Build|]',
  Trivy: '# trivy:ignore:DS-0001\nFROM [latest-tag|debian:latest|]',
  'Trivy, in its older words': '#trivy:ignore:AVD-DS-0001\nFROM [latest-tag|debian:latest|]',
  'Trivy, several':
    '# trivy:ignore:DS-0002 trivy:ignore:DS-0001\nFROM [latest-tag|debian:latest|] [missing-user|AS|] a',
  'Trivy, one above the other':
    '# trivy:ignore:DS-0002\n# trivy:ignore:DS-0001\nFROM [latest-tag|a:latest|] [missing-user|AS|] b',
  'Trivy, until a day to come': '# trivy:ignore:DS-0001:exp:2026-11-27\nFROM [latest-tag|debian:latest|]',
  'Trivy, everything of it': '# trivy:ignore:*\nFROM [latest-tag|debian:latest|]',
  'Checkov, wherever it stands': 'FROM [missing-user|a:1|]\nRUN x\n#checkov:skip=CKV_DOCKER_3:runs as root\n',
};

test.each(Object.entries(silenced))('silences %s', (_, text) => {
  expect(open(text).filter((rule) => rule !== 'expiring-suppression')).toEqual([]);
});

const heard: Readonly<Record<string, string>> = {
  'another rule': '# plimsoll ignore=sudo\nFROM [latest-tag|debian:latest|]',
  'the instruction after the next': '# plimsoll ignore=sudo\nFROM a:1\nRUN [sudo|sudo|] x',
  'another line of the instruction': 'FROM a:1\nRUN x && \\\n  # plimsoll ignore=sudo\n  y && \\\n  [sudo|sudo|] z',
  'the line of the script after the next': 'FROM a:1\nRUN <<EOF\n# plimsoll ignore=sudo\nx\n[sudo|sudo|] y\nEOF',
  'another stage': '# plimsoll ignore-stage=sudo\nFROM a:1\nFROM b:1\nRUN [sudo|sudo|] x',
  'what stands before hadolint speaks': 'FROM a:1\nRUN [sudo|sudo|] x\n# hadolint stage ignore=DL3004\nRUN y',
  'what hadolint does not touch': '# hadolint ignore=DL3007\n\nFROM [latest-tag|debian:latest|]',
  'what BuildKit does not know': '# check=skip=all\nFROM [latest-tag|debian:latest|]',
  'a day that is over': '# plimsoll ignore=latest-tag until=2026-11-25\nFROM [latest-tag|debian:latest|]',
  'the day that Trivy counts as over': '# trivy:ignore:DS-0001:exp:2026-11-26\nFROM [latest-tag|debian:latest|]',
  'a comment in a copied file': 'FROM a:1\nCOPY <<EOF /x\n# plimsoll ignore=sudo\n[sudo|sudo|]\nEOF',
  prose: '# plimsoll is run on this file\nFROM [latest-tag|debian:latest|]',
};

test.each(Object.entries(heard))('does not silence %s', (_, text) => {
  const rules = open(text).filter((rule) => !rule.endsWith('-suppression'));
  expect(rules).toHaveLength(1);
});

test('a day that is over is named where the finding is back', () => {
  const { dockerfile, findings } = marked(
    '# plimsoll ignore=latest-tag until=2026-11-25\nFROM [latest-tag|debian:latest|]',
  );
  const [back] = suppress(findings, contextOf(dockerfile));
  expect(back?.related.map((entry) => entry.message)).toEqual(['The suppression here ended on 2026-11-25.']);
});

test('where today is not known, nothing is over', () => {
  const text = '# plimsoll ignore=latest-tag until=2000-01-01\nFROM [latest-tag|debian:latest|]';
  const { dockerfile, findings } = marked(text);
  const { today: _, ...context } = contextOf(dockerfile);
  expect(suppress(findings, context)[0]?.suppressed?.kind).toBe('inSource');
});

test('what is silenced stays, with reason and place', () => {
  const { dockerfile, findings } = marked(
    '# plimsoll ignore=latest-tag -- rebuilt nightly\nFROM [latest-tag|debian:latest|]',
  );
  const [finding] = suppress(findings, contextOf(dockerfile));
  expect(finding?.suppressed).toEqual({
    kind: 'inSource',
    reason: 'rebuilt nightly',
    place: dockerfile.at({ start: 0, end: 47 }),
  });
});

test('another tool may place its finding elsewhere: its comment also covers what names its instruction', () => {
  const { dockerfile } = marked('FROM a:1\nCMD ["a"]\n# hadolint ignore=DL4003\nCMD ["b"]');
  const [, first, second] = dockerfile.instructions;
  const dead = finding('duplicate-cmd', dockerfile, first?.span ?? { start: 0, end: 0 }, {
    related: [{ place: dockerfile.at(second?.span ?? { start: 0, end: 0 }), message: 'This one wins.' }],
  });
  expect(suppress([dead], contextOf(dockerfile))[0]?.suppressed?.kind).toBe('inSource');
});

test('a comment above the instruction that made a layer silences what was found in the layer', () => {
  const { dockerfile } = marked('FROM a:1\n# plimsoll ignore=secret-in-file a test key\nCOPY key.pem /srv/');
  const copy = dockerfile.instructions[1]?.span ?? { start: 0, end: 0 };
  const inLayer = finding('secret-in-file', dockerfile, copy, {
    place: { kind: 'layer', layer: 1, path: 'srv/key.pem' },
    related: [{ place: dockerfile.at(copy), message: 'This instruction made the layer.' }],
  });
  expect(suppress([inLayer], contextOf(dockerfile))[0]?.suppressed?.reason).toBe('a test key');
});

test('where comments may not silence, they do not, and are not judged', () => {
  const text = '# plimsoll ignore=latest-tag\nFROM [latest-tag|debian:latest|]\n# plimsoll ignore=sduo\n';
  expect(open(text, { policy: { inSource: false } })).toEqual(['latest-tag']);
});

test('the configuration silences by rule, by path, until a day', () => {
  const place = { kind: 'file', file: 'plimsoll.yaml', span: { start: 0, end: 4 } } as const;
  const entry = { rules: new Set(['latest-tag']), reason: 'agreed', until: undefined, place };
  const text = 'FROM [latest-tag|debian:latest|]';
  const { dockerfile, findings } = marked(text);
  const [finding] = suppress(findings, contextOf(dockerfile, { ignores: [entry] }));
  expect(finding?.suppressed).toEqual({ kind: 'external', reason: 'agreed', place });
  expect(open(text, { ignores: [{ ...entry, until: '2026-11-25' }] })).toEqual(['latest-tag']);
  expect(open(text, { ignores: [{ ...entry, at: () => false }] })).toEqual(['latest-tag']);
  expect(open(text, { ignores: [{ ...entry, at: (where) => where.kind === 'dockerfile' }] })).toEqual([]);
  expect(about(text, { ignores: [{ ...entry, until: '2026-12-01' }] })).toEqual([
    'expiring-suppression: This suppression ends on `2026-12-01`. Mend what it silences, or decide anew.',
  ]);
  expect(about('FROM a:1', { ignores: [{ ...entry, until: '2026-12-01' }] })).toEqual([]);
  const [back] = suppress(findings, contextOf(dockerfile, { ignores: [{ ...entry, until: '2026-11-25' }] }));
  expect(back?.related).toEqual([{ place, message: 'The suppression here ended on 2026-11-25.' }]);
});

const judged: Readonly<Record<string, readonly [string, readonly string[], Given?]>> = {
  'one that silences nothing': [
    '# plimsoll ignore=sudo\nFROM a:1',
    ['unused-suppression: `sudo` is not found here, so there is nothing to suppress. Remove the comment.'],
  ],
  'one name of several': [
    '# plimsoll ignore=latest-tag,sudo\nFROM [latest-tag|debian:latest|]',
    ['unused-suppression: `sudo` is not found here, so there is nothing to suppress. Remove `sudo` from the comment.'],
  ],
  'one at the end of the file': [
    'FROM a:1\n# plimsoll ignore=sudo',
    ['unused-suppression: `sudo` is not found here, so there is nothing to suppress. Remove the comment.'],
  ],
  'one of a rule that was not asked': ['# plimsoll ignore=sudo\nFROM a:1', [], { active: (rule) => rule !== 'sudo' }],
  'one of another tool': ['# hadolint ignore=DL3004\nFROM a:1', []],
  'one of another tool, when asked for': [
    '# hadolint ignore=DL3004\nFROM a:1',
    ['unused-suppression: `DL3004` is not found here, so there is nothing to suppress. Remove the comment.'],
    { policy: { foreignUnused: true } },
  ],
  'a name that is none': [
    '# plimsoll ignore=sduo\nFROM a:1',
    ['invalid-suppression: No rule is called `sduo`. Write `sudo`.'],
  ],
  'a name that is like no other': [
    '# plimsoll ignore=colour\nFROM a:1',
    ['invalid-suppression: No rule is called `colour`. See `plimsoll rules` for the names.'],
  ],
  'a code that hadolint cannot read': [
    '# hadolint ignore=DL304\nFROM a:1',
    ['invalid-suppression: No rule is called `DL304`. Write `DL3004`.'],
  ],
  'a code that hadolint has and we have not': ['# hadolint ignore=DL3999\nFROM a:1', []],
  'a check that BuildKit does not have': [
    'FROM a:1\n# check=skip=StageNameCase\nFROM b:1',
    ['invalid-suppression: No rule is called `StageNameCase`. Write `StageNameCasing`.'],
  ],
  'ids of Trivy that are none of Dockerfiles': ['# trivy:ignore:AVD-AWS-0104\nFROM a:1', []],
  'no name at all': [
    '# plimsoll ignore\nFROM a:1',
    ['invalid-suppression: `plimsoll ignore` names no rule. Write `# plimsoll ignore=rule-id reason`.'],
  ],
  'another verb': [
    '# plimsoll disable=sudo\nFROM a:1',
    [
      'invalid-suppression: `disable` is not a suppression that Plimsoll knows. Write `# plimsoll ignore=rule-id reason`.',
    ],
  ],
  'hadolint without an equals sign': [
    '# hadolint ignore DL3004\nFROM a:1',
    ['invalid-suppression: `hadolint ignore DL3004` is not read by hadolint. Write `# hadolint ignore=DL3008`.'],
  ],
  'a day that does not exist': [
    '# plimsoll ignore=sudo until=2026-02-30\nFROM a:1 AS [sudo|b|]',
    ['invalid-suppression: `2026-02-30` is not a date. Write it as YYYY-MM-DD.'],
  ],
  'no reason, where one is wanted': [
    '# plimsoll ignore=sudo\nFROM a:1 AS [sudo|b|]',
    ['invalid-suppression: This suppression gives no reason. Say why at the end of the comment.'],
    { policy: { requireReason: true } },
  ],
  'a reason, where one is wanted': [
    '# plimsoll ignore=sudo because\nFROM a:1 AS [sudo|b|]',
    [],
    { policy: { requireReason: true } },
  ],
  'one that ends soon': [
    '# plimsoll ignore=sudo until=2026-12-10\nFROM a:1 AS [sudo|b|]',
    ['expiring-suppression: This suppression ends on `2026-12-10`. Mend what it silences, or decide anew.'],
  ],
  'one that ends later': ['# plimsoll ignore=sudo until=2026-12-11\nFROM a:1 AS [sudo|b|]', []],
};

test.each(Object.entries(judged))('judges %s', (_, [text, wanted, given]) => {
  expect(about(text, given)).toEqual(wanted);
});

test.each([
  ['# plimsoll ignore=sudo\nFROM a:1\n', 'FROM a:1\n'],
  ['FROM a:1\n  # plimsoll ignore=sudo\r\nRUN x\n', 'FROM a:1\nRUN x\n'],
  [
    '# plimsoll ignore=sudo,latest-tag a reason\nFROM [latest-tag|a:latest|]',
    '# plimsoll ignore=latest-tag a reason\nFROM a:latest',
  ],
  ['# plimsoll ignore=latest-tag, sudo\nFROM [latest-tag|a:latest|]', '# plimsoll ignore=latest-tag\nFROM a:latest'],
  ['# plimsoll ignore=sduo\nFROM a:1', '# plimsoll ignore=sudo\nFROM a:1'],
])('mends %j', (text, wanted) => {
  const { dockerfile, findings } = marked(text);
  const edits = suppress(findings, contextOf(dockerfile)).flatMap((one) => one.fixes[0]?.edits ?? []);
  expect(applyEdits(dockerfile.text, edits)).toBe(wanted);
});

test('any text can be read for suppressions, and covers lie inside of it', () => {
  const word = fc.constantFrom(
    'FROM a',
    'RUN x \\',
    '# plimsoll ignore=a',
    '# hadolint stage ignore=DL3004,',
    'RUN <<E',
    'E',
    '',
    '#check=skip=',
    '# plimsoll ignore-file= until=',
    '\\',
    '# trivy:ignore:x:exp:',
  );
  fc.assert(
    fc.property(fc.array(word, { maxLength: 12 }), fc.constantFrom('\n', '\r\n'), (lines, end) => {
      const text = lines.join(end);
      for (const { covers, place, names } of readPragmas(parse(text, { file: 'Dockerfile' })).pragmas) {
        for (const span of [covers ?? place.span, place.span, ...names.map((name) => name.place.span)]) {
          expect(span.start).toBeGreaterThanOrEqual(0);
          expect(span.end).toBeLessThanOrEqual(text.length);
          expect(span.start).toBeLessThanOrEqual(span.end);
        }
        for (const name of names) expect(text.slice(name.place.span.start, name.place.span.end)).toBe(name.text);
      }
    }),
    { numRuns: 500 },
  );
});

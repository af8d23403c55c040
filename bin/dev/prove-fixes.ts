/**
 * `node bin/dev/prove-fixes.ts`: builds six Dockerfiles before and after a fix that merges or reorders, with `buildah`, and compares the
 * files of the two images. Needs `buildah` and a static `busybox`; not part of the tests.
 */
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultsOf } from '../../rules/defaults.ts';
import { dockerfileRules } from '../../rules/dockerfile.ts';
import { parse } from '../../src/dockerfile/parse.ts';
import type { Edit } from '../../src/finding.ts';

const base = 'FROM scratch\nCOPY root /\n';

const cases: readonly (readonly [string, string])[] = [
  ['consecutive-run', `${base}RUN echo a > /a\nRUN echo b > /b\nRUN cat /a /b > /c\n`],
  ['consecutive-run', `${base}RUN mkdir /app\nRUN echo x > /app/x\nWORKDIR /app\nRUN chmod 600 x\nRUN touch y\n`],
  ['removed-in-later-layer', `${base}RUN wget -q -O /tmp/f http://localhost/ || echo f > /tmp/f\nRUN rm -f /tmp/f\n`],
  ['chmod-layer', `${base}COPY data /data\nRUN chown -R 1000:1000 /data\n`],
  ['copy-before-install', `${base}WORKDIR /app\nCOPY . .\nRUN npm ci\nRUN cat src/index.js > built\n`],
  ['volatile-before-stable', `${base}ARG GIT_SHA=unknown\nRUN pip install x || true\nENV REVISION=$GIT_SHA\n`],
];

/** Of the context, what counts for the fixes. */
const files = new Map(['package.json', 'package-lock.json', 'src/index.js'].map((name) => [name, { size: 1 }]));

function fixed(id: string, text: string): string {
  const rule = dockerfileRules.find((one) => one.id === id);
  if (!rule) throw new Error(`There is no rule ${id}.`);
  const drafts = [
    ...rule.check(
      parse(text, { file: 'Dockerfile', facts: { context: { directory: '.', files } } }),
      defaultsOf(id) ?? {},
    ),
  ];
  const edits = drafts.flatMap((draft) => draft.fixes?.[0]?.edits ?? []);
  return edits.toSorted((a, b) => b.span.start - a.span.start).reduce(apply, text);
}

function apply(text: string, { span, text: added }: Edit): string {
  return text.slice(0, span.start) + added + text.slice(span.end);
}

/** Type, mode, owner and content sum of every file of the image, but for the mount points that any RUN leaves behind. */
function filesOf(context: string, text: string, tag: string): string {
  writeFileSync(join(context, 'Dockerfile'), text);
  const run = (...args: readonly string[]) =>
    execFileSync('buildah', [...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  run('build', '--isolation', 'chroot', '--layers', '-t', tag, context);
  const container = run('from', tag).trim();
  const root = run('mount', container).trim();
  const list =
    'find . -mindepth 1 -not -path "./proc*" -not -path "./sys*" -not -path "./dev*" -not -path "./run*" -not -path "./etc*" -not -path "./app/Dockerfile" -printf "%P %y %m %U:%G %l " \\( -type f -exec md5sum {} \\; -o -printf "\\n" \\) | sort';
  const files = execFileSync('sh', ['-c', list], { cwd: root, encoding: 'utf8' });
  run('rm', container);
  return files;
}

const context = mkdtempSync(join(tmpdir(), 'plimsoll-prove-'));
mkdirSync(join(context, 'root', 'bin'), { recursive: true });
mkdirSync(join(context, 'root', 'tmp'));
mkdirSync(join(context, 'data', 'below'), { recursive: true });
writeFileSync(join(context, 'data', 'below', 'file'), 'x');
for (const name of ['sh', 'cat', 'chmod', 'chown', 'mkdir', 'rm', 'touch'])
  copyFileSync('/bin/busybox', join(context, 'root', 'bin', name));
mkdirSync(join(context, 'src'));
for (const name of files.keys()) writeFileSync(join(context, name), name);
// As npm does, it reads the manifests and makes one folder.
writeFileSync(
  join(context, 'root', 'bin', 'npm'),
  '#!/bin/sh\nmkdir node_modules && cat package.json package-lock.json > node_modules/sum\n',
  { mode: 0o755 },
);
for (const [at, [id, text]] of cases.entries()) {
  const after = fixed(id, text);
  const same = filesOf(context, text, `prove-${at}a`) === filesOf(context, after, `prove-${at}b`);
  if (after === text || !same) process.exitCode = 1;
  process.stdout.write(`${same ? 'same' : 'DIFFERENT'} files  ${id}${after === text ? '  (nothing was fixed)' : ''}\n`);
}
rmSync(context, { recursive: true });

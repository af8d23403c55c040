import { fix } from '../../src/dockerfile/edits.ts';
import type { Dockerfile, RunInstruction } from '../../src/dockerfile/model.ts';
import { runsOf } from '../../src/dockerfile/ran.ts';
import type { Command, Script } from '../../src/dockerfile/script-model.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'heredoc-without-errexit',
  on: 'dockerfile',
  since: '1.0',
  severity: 'warning',
  category: 'correctness',
  summary: 'A heredoc of several commands must stop at the first that fails.',
  why: 'Only the last command decides whether the RUN succeeded: whatever failed before it is lost, and the build goes on.',
  needs: { texts: ['<<'] },
  bad: [
    {
      code: 'FROM debian:12.9\nRUN <<EOF\n[|apt-get update|]\napt-get install -y curl\nEOF',
      fixed: 'FROM debian:12.9\nRUN <<EOF\nset -e\napt-get update\napt-get install -y curl\nEOF',
    },
    {
      code: 'FROM debian:12.9\nRUN <<EOF\n#!/bin/bash\n\n[|make|]\nmake install\nEOF',
      fixed: 'FROM debian:12.9\nRUN <<EOF\n#!/bin/bash\n\nset -e\nmake\nmake install\nEOF',
    },
  ],
  good: [
    'FROM debian:12.9\nRUN <<EOF\nset -e\napt-get update\napt-get install -y curl\nEOF',
    'FROM debian:12.9\nRUN <<EOF\n#!/bin/bash -eu\nmake\nmake install\nEOF',
    'FROM debian:12.9\nSHELL ["/bin/bash", "-euo", "pipefail", "-c"]\nRUN <<EOF\nmake\nmake install\nEOF',
    'FROM debian:12.9\nRUN <<EOF\nmake && \\\nmake install\nEOF',
    'FROM debian:12.9\nRUN <<EOF\necho a\necho b\nEOF',
    'FROM debian:12.9\nRUN <<EOF\nmake || exit 1\nmake install\nEOF',
    'FROM python:3.13\nRUN <<EOF\n#!/usr/bin/env python3\nprint(1)\nprint(2)\nEOF',
    'FROM debian:12.9\nRUN <<EOF\nif grep -q app /etc/passwd; then userdel app; fi\nmake\nEOF',
    'FROM debian:12.9\nRUN make; make install',
  ],

  *check(file) {
    for (const { run, script } of runsOf(file.stages)) {
      const lost = isWholeHeredoc(run, script) ? lostFailure(script) : undefined;
      if (lost === undefined || stops(file, run, script)) continue;
      const { start } = script.items[0]?.span ?? script.span;
      yield {
        place: lost.place,
        message: `When \`${lost.name ?? lost.nameWord?.raw ?? ''}\` fails, this script goes on.`,
        help: 'Begin the script with `set -e`.',
        fixes: [fix('Begin with set -e', 'unsafe', { span: { start, end: start }, text: 'set -e\n' })],
      };
    }
  },
});

function isWholeHeredoc({ heredocs }: RunInstruction, { span, parsed }: Script): boolean {
  return parsed && heredocs.length > 0 && heredocs[0]?.bodySpan.start === span.start;
}

const harmless: ReadonlySet<string | undefined> = new Set([
  'echo',
  'cat',
  'printf',
  'set',
  'export',
  'true',
  ':',
  'cd',
  'unset',
  'local',
  'alias',
  'trap',
  'sleep',
]);

/** The first command whose failure nothing looks at. */
function lostFailure({ items, commands }: Script): Command | undefined {
  for (const [at, item] of items.entries()) {
    const next = items[at + 1];
    if (next === undefined || next.joiner !== ';' || item.joiner === '||' || !item.simple) continue;
    const command = item.commands[0];
    if (command?.name !== undefined && !harmless.has(command.name) && !command.context.function)
      return commands.find((one) => one === command);
  }
  return undefined;
}

/** By SHELL's flags, the shebang's, or a `set -e` before anything else matters. */
function stops(file: Dockerfile, { state }: RunInstruction, { span, commands }: Script): boolean {
  const shebang = /^#!.*/.exec(file.text.slice(span.start, span.end))?.[0];
  if (shebang !== undefined && /\s-[a-z]*e/.test(shebang)) return true;
  if (
    shebang === undefined &&
    (state.shell.words === undefined || state.shell.words.some((word) => /^-[a-z]*e/.test(word)))
  )
    return true;
  return commands.some(
    (one) =>
      (one.name === 'set' && one.args.some(({ text }) => /^-[a-z]*e|^errexit$/.test(text ?? ''))) ||
      (one.name === 'trap' && one.args.at(-1)?.text === 'ERR'),
  );
}

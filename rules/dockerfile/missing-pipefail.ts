import { hasPipefail } from '../../src/dockerfile/dialect.ts';
import { fix, insertAbove } from '../../src/dockerfile/edits.ts';
import type { Dockerfile, RunInstruction } from '../../src/dockerfile/model.ts';
import { runsOf } from '../../src/dockerfile/ran.ts';
import type { Pipeline, Script } from '../../src/dockerfile/script-model.ts';
import { defineRule } from '../../src/rule.ts';

/** Commands in front of a pipe that read what lies there: when they fail, so does what comes next. */
const harmless: ReadonlySet<string | undefined> = new Set(
  (
    'echo printf yes true : cat tac rev date seq uname arch find ls grep egrep fgrep sed awk gawk cut tr sort uniq head tail wc tee ' +
    'xargs env printenv id whoami hostname nproc getconf dd openssl base64 jq which type command readlink realpath basename ' +
    'dirname file strings nm objdump readelf patchelf ldd scanelf md5sum sha1sum sha256sum sha512sum filterdiff lsdiff dpkg ' +
    'dpkg-query rpm apk apt-cache apt-mark yum dnf pip pip3 pkg-config locale lsb_release java javac getent ps test [ cd set ' +
    'export local read df du mount ip stat git perl column sleep unzip tar gunzip zcat xzcat'
  ).split(' '),
);

/** Commands at the end of a pipe that fail by themselves on nothing, or on half of something. */
const checking =
  /^(?:tar|bsdtar|gunzip|unxz|xz|bunzip2|cpio|unzip|gpg|gpg2|gpgv|patch|sha\d+sum|md5sum|shasum|apt-key|docker|psql|mysql|jq|dpkg|base64|grep|egrep|fgrep|head|true|:|read|awk|wc)$/;

export default defineRule({
  id: 'missing-pipefail',
  aliases: ['DL4006'],
  on: 'dockerfile',
  since: '1.0',
  severity: 'warning',
  category: 'correctness',
  summary: 'A pipe must fail when a command in it fails.',
  why: 'A shell looks only at the last command of a pipe: when the download in front of it breaks off, the build goes on with half of it.',
  needs: { texts: ['|'] },
  options: (z) =>
    z.strictObject({
      everyShell: z
        .boolean()
        .default(false)
        .describe('Speak of every pipe, also where the shell has no `pipefail` or is not known.'),
    }),
  bad: [
    {
      code: 'FROM alpine:3.21\nRUN [|wget -qO- https://example.com/app | sh|]',
      fixed: 'FROM alpine:3.21\nRUN set -o pipefail && wget -qO- https://example.com/app | sh',
    },
    {
      code: 'FROM debian:12.9\nSHELL ["/bin/bash", "-c"]\nRUN [|curl -f https://example.com/app | tee app|] && echo x',
      fixed:
        'FROM debian:12.9\nSHELL ["/bin/bash", "-c"]\nRUN set -o pipefail && curl -f https://example.com/app | tee app && echo x',
    },
    {
      code: 'FROM debian:12.9\nRUN [|curl -f https://example.com/app | tar xz|]',
      options: { everyShell: true },
      fixed:
        'FROM debian:12.9\nSHELL ["/bin/bash", "-o", "pipefail", "-c"]\nRUN curl -f https://example.com/app | tar xz',
    },
  ],
  good: [
    'FROM alpine:3.21\nSHELL ["/bin/ash", "-eo", "pipefail", "-c"]\nRUN wget -qO- https://example.com/app | sh',
    'FROM alpine:3.21 AS base\nSHELL ["/bin/ash", "-o", "pipefail", "-c"]\nFROM base\nRUN wget -qO- https://example.com/app | sh',
    'FROM mambaorg/micromamba:2.6.1\nRUN curl -f https://example.com/app | tar xj',
    'FROM alpine:3.21\nRUN set -euo pipefail; wget -qO- https://example.com/app | sh',
    'FROM debian:12.9\nRUN <<EOF\n#!/bin/bash\nset -o pipefail\ncurl -f https://example.com/app | sh\nEOF',
    'FROM debian:12.9\nRUN <<EOF\n#!/usr/bin/env -S bash -euo pipefail\ncurl -f https://example.com/app | sh\nEOF',
    'FROM debian:12.9\nRUN curl -f https://example.com/app | sh',
    'FROM acme/app:1.0\nRUN curl -f https://example.com/app | sh',
    'FROM alpine:3.21\nRUN echo "$SUM  app" | sha256sum -c && yes | ./configure.sh && arch | ./configure.sh',
    'FROM alpine:3.21\nRUN wget -qO- https://example.com/app | tar xz',
    'FROM alpine:3.21\nRUN find / -name app | xargs rm',
    'FROM alpine:3.21\nRUN if ls | grep -q app; then echo yes; fi',
    'FROM alpine:3.21\nRUN bash -o pipefail -c "curl -f https://example.com/app | sh"',
    { code: 'FROM alpine:3.21\nRUN echo hello', options: { everyShell: true } },
  ],

  *check(file, { everyShell }) {
    for (const { run, script, stage } of runsOf(file.stages)) {
      if (stage.windows || saysPipefail(file, run, script) || (!everyShell && !knowsPipefail(script))) continue;
      const pipeline = script.pipelines.find(
        (one) => !one.pipefail && (everyShell || (matters(one) && isOwn(script, one))),
      );
      if (pipeline === undefined) continue;
      yield {
        place: pipeline.place,
        message: 'Where a command in front of the pipe fails, this goes on.',
        help: 'Set `pipefail`: `SHELL ["/bin/bash", "-o", "pipefail", "-c"]`, or `set -o pipefail` first.',
        fixes: [remedy(file, run, script)],
      };
    }
  },
});

/** Dash got it in 0.5.13, which no release of Debian uses by default. */
function knowsPipefail({ dialect }: Script): boolean {
  return dialect === 'bash' || dialect === 'ash' || dialect === 'zsh' || dialect === 'ksh';
}

/** By SHELL, or by the shebang of a heredoc. */
function saysPipefail(file: Dockerfile, { state, heredocs }: RunInstruction, { span }: Script): boolean {
  const words = state.shell.words;
  if (words === undefined || hasPipefail(words)) return true;
  const [first] = heredocs;
  return (
    first !== undefined &&
    first.bodySpan.start === span.start &&
    /^#!.*\bpipefail\b/.test(file.text.slice(span.start, span.end))
  );
}

function matters({ commands, span }: Pipeline): boolean {
  const [first] = commands;
  if (commands.some(({ context }) => context.conditional)) return false;
  // What decides a condition, or is cut short on purpose, is meant to fail.
  if (
    first?.script.commands.some(
      (one) => isPart(one.span, span) && one.pipe.index < one.pipe.length - 1 && !harmless.has(one.name),
    ) !== true
  )
    return false;
  const last = commands.at(-1);
  return !checking.test(last?.name ?? '');
}

function isPart(inner: Pipeline['span'], outer: Pipeline['span']): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

/** Not in a text handed to another shell, which has options of its own. */
function isOwn({ commands }: Script, { span }: Pipeline): boolean {
  return !commands.some(
    (one) =>
      isPart(span, one.span) &&
      /^(?:sh|bash|dash|ash|ksh|zsh|su|runuser|eval)$/.test(one.name ?? '') &&
      one.pipe.length === 1,
  );
}

function remedy(file: Dockerfile, run: RunInstruction, script: Script) {
  if (!knowsPipefail(script))
    return fix(
      'Use bash with pipefail',
      'unsafe',
      insertAbove(file, run, 'SHELL ["/bin/bash", "-o", "pipefail", "-c"]'),
    );
  const first = script.items[0]?.span.start ?? script.span.start;
  const joiner = run.heredocs.length > 0 ? '\n' : ' && ';
  return fix('Set pipefail', 'unsafe', { span: { start: first, end: first }, text: `set -o pipefail${joiner}` });
}

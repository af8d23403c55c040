import { isInterpreter } from '../../src/dockerfile/downloads.ts';
import { before, commandsOf } from '../../src/dockerfile/ran.ts';
import type { Command, Pipeline } from '../../src/dockerfile/script-model.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'pipe-to-shell',
  on: 'dockerfile',
  needs: { commands: ['curl', 'wget'] },
  since: '1.0',
  history: true,
  severity: 'warning',
  category: 'security',
  securitySeverity: 7.5,
  summary: 'A download must not be handed straight to an interpreter.',
  why: 'Nobody has seen what runs: it may change from one build to the next, a server may send another script to a pipe than to a browser, and a connection that breaks halfway runs half a script.',
  bad: [
    'FROM debian:12.9\nRUN [|curl -fsSL https://example.com/install.sh | sh|]',
    'FROM debian:12.9\nRUN apt-get update && [|wget -qO- https://example.com/setup | sudo -E bash -|] && apt-get install -y nodejs',
    'FROM debian:12.9\nRUN bash -c "$([|curl -fsSL https://example.com/install.sh|])"',
    'FROM python:3.13\nRUN [|curl -sSL https://example.com/install.py | python3 -|]',
    'FROM debian:12.9\nRUN bash <([|curl -s https://example.com/install.sh|])',
  ],
  good: [
    'FROM debian:12.9\nRUN curl -fsSLO https://example.com/install.sh && sha256sum -c install.sum && sh install.sh',
    'FROM debian:12.9\nRUN curl -fsSL https://example.com/key.asc | gpg --dearmor -o /etc/apt/keyrings/app.gpg',
    'FROM debian:12.9\nRUN curl -s https://example.com/v | python3 -c "import json"',
    'FROM debian:12.9\nRUN curl -s https://example.com/list | sh /app/read.sh',
    'FROM debian:12.9\nRUN curl -s https://example.com/list | perl -ne print | bash /app/read.sh && echo x | sh',
    'FROM debian:12.9\nRUN VERSION="$(curl -s https://example.com/version)" && bash -c "echo $VERSION"',
  ],

  *check(file) {
    for (const { command } of commandsOf(file.stages, 'curl', 'wget')) {
      const { script, context } = command;
      const pipeline = script.pipelines.find((one) => holds(one, command));
      if (pipeline !== undefined && feedsInterpreter(pipeline, command)) {
        yield draft(file.at(pipeline.span), command);
      } else if (context.substitution && isHandedOver(command)) yield draft(command.place, command);
    }
  },
});

function draft(place: Command['place'], { name }: Command) {
  return {
    place,
    message: `What \`${name}\` fetches is run unseen.`,
    help: 'Fetch it to a file, check it against a checksum that stands in the Dockerfile, then run it.',
  };
}

function holds({ span }: Pipeline, command: Command): boolean {
  return command.pipe.length > 1 && span.start <= command.span.start && command.span.end <= span.end;
}

/** An interpreter further down the pipe takes its program from it. */
function feedsInterpreter({ span }: Pipeline, { script, pipe }: Command): boolean {
  return script.commands.some(
    (one) =>
      one.pipe.index > pipe.index && span.start <= one.span.start && one.span.end <= span.end && readsProgram(one),
  );
}

/** Without a file and without a program on its command line. */
function readsProgram({ name = '', args }: Command): boolean {
  if (!isInterpreter(name) || name === 'java') return false;
  const [first, ...rest] = args.map(({ text, prefix }) => text ?? prefix);
  if (first === undefined || first === '-' || first === '--' || first === '/dev/stdin') return true;
  if (!/^(?:sh|bash|dash|ash|ksh|zsh)$/.test(name)) return false;
  const all = [first, ...rest];
  if (all.some((arg) => /^-[a-z]*c$/.test(arg))) return false;
  return (
    all.some((arg) => /^-[a-z]*s$/.test(arg)) || all.every((arg) => /^[-+]/.test(arg)) || all.includes('/dev/stdin')
  );
}

/** `sh -c "$(curl …)"`, `bash <(curl …)`, `eval "$(curl …)"`. */
function isHandedOver(command: Command): boolean {
  return before(command).some((one) => {
    if (one.item !== command.item) return false;
    const word = one.args.find(({ span }) => span.start <= command.span.start && command.span.end <= span.end);
    if (word === undefined || word.variables.length > 0) return false;
    const whole = /^(?:"?\$\(|"?`|<\()\s*(?:curl|wget)\b/.test(word.raw);
    if (!whole) return false;
    if (one.name === 'eval') return true;
    if (!/^(?:sh|bash|dash|ash|ksh|zsh|source|\.)$/.test(one.name ?? '')) return false;
    return word.raw.startsWith('<(') || one.has('-c');
  });
}

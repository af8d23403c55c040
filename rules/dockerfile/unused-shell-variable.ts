import { isCertainlyUnset } from '../../src/dockerfile/base-variables.ts';
import type { RunInstruction, Stage } from '../../src/dockerfile/model.ts';
import { commandsOf } from '../../src/dockerfile/ran.ts';
import { defineRule } from '../../src/rule.ts';

/** What the builder or the shell itself exports or heeds. */
const special =
  /^(?:HOME|PATH|PWD|OLDPWD|HOSTNAME|TERM|SHELL|SHLVL|USER|IFS|PS[1-4]|OPTIND|LANG|LANGUAGE|LC_\w+|TZ|CDPATH|BASH\w*|POSIXLY_CORRECT|_+)$/;
const seals = /\bset\s+-[a-z]*a|allexport|(?:^|[\s;&|({`])(?:eval|\.|source)\s/;

export default defineRule({
  id: 'unused-shell-variable',
  aliases: ['SC2034'],
  on: 'dockerfile',
  needs: { within: [{ kinds: ['run'], texts: ['='] }] },
  since: '1.0',
  severity: 'info',
  category: 'correctness',
  summary: 'A shell variable must be read in the RUN that sets it, or exported.',
  why: 'A variable that is set for itself alone reaches no program, and is gone when its RUN ends: `A=b && command` does not give it to `command`.',
  fault: 'SC2034',
  bad: [
    'FROM debian:12.9\nRUN [|DEBIAN_FRONTEND=noninteractive|] && apt-get install -y curl',
    'FROM debian:12.9\nRUN [|version=1.0|]; make',
  ],
  good: [
    'FROM debian:12.9\nRUN DEBIAN_FRONTEND=noninteractive apt-get install -y curl',
    'FROM debian:12.9\nRUN version=1.0; make "$version"',
    'FROM debian:12.9\nRUN export VERSION; VERSION=1.0; make',
    'FROM debian:12.9\nENV VERSION=1.0\nRUN VERSION=1.1; make',
    'FROM acme/app:1.0\nRUN GOPATH=/go && go build',
    'FROM debian:12.9\nRUN set -a; version=1.0; make',
    'FROM debian:12.9\nRUN url=; make',
    'FROM debian:12.9\nRUN PATH=/app/bin:$PATH && run; n=1; eval "echo \\$n"',
  ],

  *check({ stages, text }) {
    for (const { stage, run, command } of commandsOf(stages)) {
      if (command.nameWord !== undefined || command.assignments.length === 0 || command.wrapper) continue;
      const words = occurrences(run, text);
      if (words === undefined) continue;
      for (const { name, place, value } of command.assignments) {
        // `name=` only makes sure that it is empty.
        if (value === undefined || value.raw === '' || !isOurs(stage, run, name) || words.get(name) !== 1) continue;
        yield {
          place,
          message: `Nothing reads \`${name}\`, and no program is given it.`,
          help: `Put it before the command that is to have it, or export it: \`export ${name}=…\`.`,
        };
      }
    }
  },
});

/** Whether it was not exported before: by ENV, by ARG, by the base image. */
function isOurs(stage: Stage, { state }: RunInstruction, name: string): boolean {
  if (special.test(name) || state.env(name) !== undefined) return false;
  return name !== name.toUpperCase() || isCertainlyUnset(stage, name);
}

const counted = new WeakMap<RunInstruction, { readonly words: ReadonlyMap<string, number> | undefined }>();

/** How often each word stands in the RUN; `undefined` where it may read what is not seen. */
function occurrences(run: RunInstruction, text: string): ReadonlyMap<string, number> | undefined {
  let found = counted.get(run);
  if (found === undefined) {
    const script = text.slice(run.span.start, run.span.end);
    const all = Array.from(script.matchAll(/\w+/g), ([word]) => word);
    const words = new Map(
      Array.from(
        Map.groupBy(all, (word) => word),
        ([word, same]) => [word, same.length],
      ),
    );
    found = { words: seals.test(script) ? undefined : words };
    counted.set(run, found);
  }
  return found.words;
}

import type { RunInstruction } from '../../src/dockerfile/model.ts';
import { syntaxOf } from '../../src/dockerfile/ran.ts';
import { defineRule } from '../../src/rule.ts';

/** Commands that take names of files and addresses: a dollar sign is none. */
const taking =
  /^(?:cd|cp|mv|rm|mkdir|ln|chmod|chown|touch|tar|unzip|curl|wget|git|apt-get|apk|yum|dnf|pip[\d.]*|npm|\[|test)$/;
/** Commands that only write it down. */
const writing = /^(?:echo|printf|sed|tee)$/;

export default defineRule({
  id: 'variable-in-single-quotes',
  aliases: ['SC2016'],
  on: 'dockerfile',
  needs: { parts: ['single-quotes'] },
  since: '1.0',
  severity: 'warning',
  category: 'correctness',
  summary: 'A variable of the build must not stand in single quotes.',
  why: "Between `'` nothing is expanded: the command gets the dollar sign and the name. Text for a later shell is meant so, and left alone; but an ARG has no value any more when the image runs, and no address has a dollar sign in it.",
  fault: 'SC2016',
  bad: [
    "FROM debian:12.9\nARG VERSION=1.0\nRUN echo [|'version=$VERSION'|] > /etc/app.conf",
    "FROM debian:12.9\nENV VERSION=1.0\nRUN curl -fO [|'https://example.com/${VERSION}.tgz'|]",
  ],
  good: [
    'FROM debian:12.9\nARG VERSION=1.0\nRUN echo "version=$VERSION" > /etc/app.conf',
    "FROM debian:12.9\nENV VERSION=1.0\nRUN echo 'echo $VERSION' > /app/run",
    "FROM debian:12.9\nARG VERSION=1.0\nRUN sh -c 'echo $VERSION' && envsubst '$VERSION' < a > b",
    "FROM debian:12.9\nRUN sed -i 's/a$/b/' /etc/app.conf && echo '$NAME' > a",
    "FROM debian:12.9\nARG VERSION=1.0\nRUN echo 'make $VERSION' > run.sh && sh run.sh",
  ],

  *check({ stages }) {
    for (const { run, script, part } of syntaxOf(stages, 'single-quotes')) {
      const { command, raw } = part;
      const takes = taking.test(command?.name ?? '');
      if (!takes && !writing.test(command?.name ?? '')) continue;
      const names = Array.from(raw.matchAll(/(?<!\\)\$\{?([A-Za-z_]\w*)\}?/g), ([, name = '']) => name);
      const found = names.find((name) => isOfBuild(run, name, takes) && !script.mayAssign(name));
      if (found === undefined) continue;
      // A text that this RUN goes on to execute has its variables then.
      if (
        !takes &&
        script.commands.some(({ name }) => /^(?:sh|bash|dash|ash|chmod|envsubst|eval|\.|source)$/.test(name ?? ''))
      )
        continue;
      yield {
        place: part.place,
        message: `Single quotes keep \`$${found}\` as it is written.`,
        help: 'Use double quotes.',
      };
    }
  },
});

/** An ARG, which nobody can expand later; for a command that takes it at once, any variable of the build. */
function isOfBuild({ state }: RunInstruction, name: string, takes: boolean): boolean {
  return takes ? state.env(name) !== undefined : state.args.has(name) && !state.envs.has(name);
}

import { isOftenSet } from '../../src/dockerfile/base-variables.ts';
import { fix, newline } from '../../src/dockerfile/edits.ts';
import type { Dockerfile, EnvInstruction, KeyValue } from '../../src/dockerfile/model.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'self-referencing-env',
  aliases: ['DL3044'],
  on: 'dockerfile',
  needs: { within: [{ kinds: ['env'], texts: ['$'] }] },
  since: '1.0',
  severity: 'error',
  category: 'correctness',
  summary: 'A value in ENV must not refer to a variable that the same ENV sets.',
  why: 'All values of one ENV are computed before any is set, so the reference sees the value from before, mostly none.',
  bad: [
    {
      code: 'FROM debian:12.9\nENV ROOT=/srv DATA=[|$ROOT|]/data',
      fixed: 'FROM debian:12.9\nENV ROOT=/srv\nENV DATA=$ROOT/data',
    },
    {
      code: 'FROM debian:12.9\nENV ROOT=/srv \\\n    DATA=[|${ROOT}|]/data \\\n    PORT=80',
      fixed: 'FROM debian:12.9\nENV ROOT=/srv\nENV DATA=${ROOT}/data \\\n    PORT=80',
    },
    'FROM debian:12.9\nENV DATA=[|$ROOT|]/data ROOT=/srv',
  ],
  good: [
    'FROM debian:12.9\nENV ROOT=/srv\nENV DATA=$ROOT/data',
    'FROM debian:12.9\nENV PATH=/opt/bin:$PATH',
    'FROM debian:12.9\nENV ROOT=/srv/$ROOT',
    'FROM debian:12.9\nENV PATH=/opt/bin:$PATH TOOLS=$PATH',
    'FROM debian:12.9\nARG ROOT=/old\nENV ROOT=/srv DATA=$ROOT/data',
    'FROM debian:12.9 AS base\nENV ROOT=/old\nFROM base\nENV ROOT=/srv DATA=$ROOT/data',
    "FROM debian:12.9\nENV ROOT=/srv DATA='$ROOT'",
    'FROM debian:12.9\nENV NAME=${NAME:-app} DATA=/srv/${NAME:-app}',
    'FROM acme/jdk:1\nENV JAVA_HOME=/jdk TOOLS=$JAVA_HOME/bin',
  ],

  *check(file) {
    for (const env of file.stages.flatMap((stage) => stage.of('env'))) {
      for (const [at, { key, value }] of env.pairs.entries()) {
        for (const { name, operator, place } of value?.variables ?? []) {
          const setter = env.pairs.findIndex((pair) => pair.key.raw === name);
          // Who gives a default knows that the variable may be empty.
          if (setter === -1 || name === key.raw || operator?.includes('-') || env.state.env(name)) continue;
          if (env.stage && isOftenSet(env.stage, name)) continue;
          yield {
            place,
            message: `\`$${name}\` is not yet what this \`ENV\` sets it to.`,
            help: 'Set it in an `ENV` of its own, above.',
            related: [{ place: env.pairs[setter]?.place ?? env.place, message: `\`${name}\` is set here.` }],
            fixes: setter < at ? [split(file, env, at)] : [],
          };
        }
      }
    }
  },
});

/** From the guilty pair on, a new ENV. */
function split(file: Dockerfile, { pairs, keywordSpan }: EnvInstruction, at: number) {
  const before: KeyValue | undefined = pairs[at - 1];
  const keyword = file.text.slice(keywordSpan.start, keywordSpan.end);
  const span = { start: before?.span.end ?? 0, end: pairs[at]?.span.start ?? 0 };
  return fix('Split the ENV', 'unsafe', { span, text: `${newline(file)}${keyword} ` });
}

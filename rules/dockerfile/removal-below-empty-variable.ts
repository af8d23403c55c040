import { isCertainlyUnset } from '../../src/dockerfile/base-variables.ts';
import { isEmptyUnlessGiven } from '../../src/dockerfile/empty-variables.ts';
import { expansionsOf, type RanPart } from '../../src/dockerfile/ran.ts';
import type { Expansion } from '../../src/dockerfile/script-model.ts';
import { defineRule } from '../../src/rule.ts';

/** What stands at the root of every system. */
const system = /^\/+(?:\*?|(?:bin|boot|dev|etc|home|include|lib|lib64|opt|root|run|sbin|srv|usr|var)\/*\*?)$/;

export default defineRule({
  id: 'removal-below-empty-variable',
  aliases: ['SC2115'],
  on: 'dockerfile',
  needs: { commands: ['rm'] },
  since: '1.0',
  severity: 'warning',
  category: 'correctness',
  summary: '`rm -r` must not remove below a variable that may be empty.',
  why: 'When the variable is empty, `rm -rf $DIR/lib` is `rm -rf /lib`. ShellCheck speaks of every variable there; this rule of those that are empty unless the build is given them, or that nothing sets.',
  fault: 'SC2115',
  bad: ['FROM debian:12.9\nARG DIR\nRUN rm -rf [|$DIR|]/lib', 'FROM debian:12.9\nRUN rm -rf "[|${build_dir}|]"/*'],
  good: [
    'FROM debian:12.9\nARG DIR=/app\nRUN rm -rf $DIR/lib',
    'FROM debian:12.9\nARG DIR\nRUN rm -rf "${DIR:?}/lib" $DIR/node_modules && rm $DIR/lib',
    'FROM debian:12.9\nRUN dir=$(mktemp -d); rm -rf "$dir/lib"',
    'FROM acme/app:1.0\nRUN rm -rf $APP_HOME/lib',
  ],

  *check({ stages }) {
    for (const where of expansionsOf(stages)) {
      const { name, operator, command, word, raw, place } = where.part;
      if (name === undefined || operator !== undefined || command?.name !== 'rm') continue;
      if (!command.has('-r', '-R', '--recursive') || !isEmpty(where, name)) continue;
      const plain = word === '' ? '' : word.replaceAll('"', '');
      if (!plain.startsWith(raw) || !system.test(plain.slice(raw.length))) continue;
      yield {
        place,
        message: `When \`${name}\` is empty, this removes \`${plain.slice(raw.length)}\`.`,
        help: `Write \`\${${name}:?}\`, which stops when it is empty.`,
      };
    }
  },
});

function isEmpty(where: RanPart<Expansion>, name: string): boolean {
  if (isEmptyUnlessGiven(where, name)) return true;
  const { stage, run, script } = where;
  if (!/^[A-Za-z_]\w*$/.test(name) || run.state.env(name) !== undefined || script.mayAssign(name)) return false;
  return name !== name.toUpperCase() || (isCertainlyUnset(stage, name) && name !== 'HOME');
}

import { insertAfter } from '../../src/dockerfile/command-edits.ts';
import { fix } from '../../src/dockerfile/edits.ts';
import type { Stage } from '../../src/dockerfile/model.ts';
import { packageCommandsOf } from '../../src/dockerfile/package-commands.ts';
import { commandsOf, type Ran } from '../../src/dockerfile/ran.ts';
import type { Command } from '../../src/dockerfile/script-model.ts';
import { defineRule } from '../../src/rule.ts';

const setting = /APT::Install-Recommends["']?(?:[= ]+["']?(?:false|0|no)\b|["']? *["'](?:false|0|no)["'])/i;

export default defineRule({
  id: 'apt-recommends',
  aliases: ['DL3015', 'DS-0029'],
  on: 'dockerfile',
  needs: { managers: ['apt'] },
  since: '1.0',
  severity: 'info',
  category: 'size',
  summary: 'apt-get must not install recommended packages in a stage that ships.',
  why: 'Recommended packages are meant for a desktop or a full server; in an image they are often half of what is installed, and each one is something more to patch.',
  options: (z) =>
    z.strictObject({
      stages: z.enum(['shipped', 'all']).default('shipped').describe('Which stages are judged.'),
    }),
  bad: [
    {
      code: 'FROM debian:12.9\nRUN apt-get update && [|apt-get install|] -y curl',
      fixed: 'FROM debian:12.9\nRUN apt-get update && apt-get install --no-install-recommends -y curl',
    },
    {
      code: 'FROM debian:12.9 AS build\nRUN [|apt-get -y install|] gcc\nFROM scratch',
      options: { stages: 'all' },
    },
  ],
  good: [
    'FROM debian:12.9\nRUN apt-get install -y --no-install-recommends curl',
    'FROM debian:12.9\nRUN apt-get install -y -o APT::Install-Recommends=false curl',
    'FROM debian:12.9\nRUN echo \'APT::Install-Recommends "false";\' > /etc/apt/apt.conf.d/00app\nRUN apt-get install -y curl',
    'FROM debian:12.9 AS build\nRUN apt-get install -y gcc\nFROM debian:12.9',
    'FROM debian:12.9\nRUN apt-get install -y ./app.deb',
  ],

  *check(file, { stages }) {
    const known = new Map<Stage, number>();
    for (const { command, verb, verbWord, packages, stage, run } of packageCommandsOf(
      stages === 'all' ? file.stages : file.shipped,
      'apt',
    )) {
      if (verb !== 'install' || refuses(command) || packages.every(({ kind }) => kind === 'file')) continue;
      const from = known.get(stage) ?? firstSetting(stage);
      known.set(stage, from);
      if (from <= run.index) continue;
      yield {
        place: file.at({ start: command.span.start, end: verbWord.span.end }),
        message: `\`${command.name} install\` brings recommended packages along.`,
        help: 'Give `--no-install-recommends`, and name what is really needed.',
        fixes: [fix('Leave recommended packages out', 'unsafe', insertAfter(verbWord, ' --no-install-recommends'))],
      };
    }
  },
});

/** Most words are too short to be it. */
function turnsOff(word: string): boolean {
  return word.length >= 'APT::Install-Recommends=0'.length && setting.test(word);
}

/** The index of the first instruction that turns recommends off for what comes after it; past all of them where there is none. */
function firstSetting(stage: Stage): number {
  const isOff = ({ command }: Ran) => command.args.some(({ raw }) => turnsOff(raw));
  return Math.min(
    Number.POSITIVE_INFINITY,
    ...commandsOf(stage.lineage).flatMap((ran) => (isOff(ran) ? ran.run.index : [])),
  );
}

/** Also in a variable that is not known here. */
function refuses(command: Command): boolean {
  if (command.has('--no-install-recommends', '--without-recommends', '-R')) return true;
  return command.args.some(({ raw, text, prefix }) => turnsOff(raw) || (text === undefined && prefix === ''));
}

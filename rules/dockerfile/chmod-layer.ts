import { absolutePath, broughtBy, isCopy, isSmall } from '../../src/dockerfile/brought.ts';
import { addFlag, fix, removeInstruction } from '../../src/dockerfile/edits.ts';
import type { CopyInstruction, Dockerfile, RunInstruction, Stage } from '../../src/dockerfile/model.ts';
import { byFolder, lastBefore } from '../../src/dockerfile/order.ts';
import { commandsOf, type Ran } from '../../src/dockerfile/ran.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'chmod-layer',
  on: 'dockerfile',
  needs: { commands: ['chown', 'chmod', 'chgrp'] },
  since: '1.0',
  severity: 'warning',
  category: 'size',
  summary: 'Owner and mode of copied files must be set as they are copied.',
  why: 'A layer cannot change a mode alone: each file that chmod or chown touches is stored whole a second time.',
  bad: [
    {
      code: 'FROM node:22\nCOPY dist /app\nRUN [|chown -R node:node /app|]',
      fixed: 'FROM node:22\nCOPY --chown=node:node dist /app',
    },
    'FROM node:22\nWORKDIR /app\nCOPY . .\nRUN npm ci && [|chown -R node .|]',
    'FROM debian:12.9\nCOPY --from=build /out /opt/app/\nRUN useradd app && [|chmod -R 755 /opt|] && chown -R app /opt',
  ],
  good: [
    'FROM node:22\nCOPY --chown=node:node dist /app',
    'FROM node:22\nCOPY entrypoint.sh /\nRUN chmod +x /entrypoint.sh',
    'FROM node:22\nCOPY app.conf /etc/app/\nRUN chown -R node /etc/app',
    'FROM node:22\nCOPY docker-scripts/* *.conf crontab /etc/app/\nRUN chown -R node /etc/app',
    'FROM node:22\nRUN mkdir /data && chown -R node /data\nCOPY dist /app',
    'FROM node:22\nCOPY dist /app\nRUN chown node /app && chown -R node /data $HOME',
    'FROM node:22 AS build\nCOPY dist /app\nRUN chown -R node /app\nFROM node:22',
  ],

  *check(file) {
    for (const stage of file.shipped) {
      // What one RUN does to the files is stored once.
      const said = new Set<RunInstruction>();
      for (const ran of commandsOf([stage], 'chown', 'chmod', 'chgrp')) {
        const { command, run } = ran;
        if (said.has(run) || !command.has('-R', '--recursive')) continue;
        const copy = copiedBefore(stage, ran);
        if (copy === undefined) continue;
        said.add(run);
        yield {
          place: command.place,
          message: `\`${command.name} -R\` stores again what \`${copy.keyword}\` brought.`,
          help: `Give \`--${command.name === 'chmod' ? 'chmod' : 'chown'}=…\` to the \`${copy.keyword}\`.`,
          related: [{ place: copy.place, message: 'The files were brought here.' }],
          fixes: remedy(file, copy, ran),
        };
      }
    }
  },
});

/** The last COPY or ADD of more than single files whose destination the command goes through. */
function copiedBefore(stage: Stage, ran: Ran): CopyInstruction | undefined {
  const copies = known.get(stage) ?? byFolder(largeCopies(stage));
  known.set(stage, copies);
  const last = pathsOf(ran).flatMap((path) => lastBefore(copies.get(path) ?? [], ran.run.index) ?? []);
  return last.toSorted((a, b) => a.index - b.index).at(-1);
}

const known = new WeakMap<Stage, ReadonlyMap<string, readonly CopyInstruction[]>>();

function largeCopies(stage: Stage): readonly (readonly [string, CopyInstruction])[] {
  return stage.instructions.filter(isCopy).flatMap((copy) => {
    const large = broughtBy(copy).filter(({ source }) => !isSmall(source.text ?? ''));
    return large.map(({ path }) => [path, copy] as const);
  });
}

/** After `cd` nobody knows where a relative path leads. */
function pathsOf({ command, run }: Ran): readonly string[] {
  const moved = command.script.commands.some((one) => one.name === 'cd' && one.span.start < command.span.start);
  return command.parsed.operands.slice(1).flatMap(({ text }) => {
    if (text === undefined || (moved && !text.startsWith('/'))) return [];
    return absolutePath(text.replace(/\/\*$/, ''), run.state) ?? [];
  });
}

/** The next RUN does only that, to all that was copied. */
function remedy(file: Dockerfile, copy: CopyInstruction, { command, run }: Ran) {
  const [owner, ...paths] = command.parsed.operands;
  const flag = command.name === 'chown' ? 'chown' : command.name === 'chmod' ? 'chmod' : undefined;
  if (flag === undefined || owner?.text === undefined || paths.length !== 1 || copy.flag(flag) || run.onbuild)
    return [];
  if (flag === 'chmod' && !/^[0-7]{3,4}$/.test(owner.text)) return [];
  if (command.script.commands.length !== 1 || run.index !== copy.index + 1 || run.flags.length > 0) return [];
  return [fix(`Copy with --${flag}`, 'unsafe', addFlag(copy, `--${flag}=${owner.text}`), removeInstruction(file, run))];
}

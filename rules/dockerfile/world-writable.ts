import { commandsOf } from '../../src/dockerfile/commands.ts';
import { fix } from '../../src/dockerfile/edits.ts';
import type { Word } from '../../src/dockerfile/model.ts';
import type { Command } from '../../src/dockerfile/script-model.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'world-writable',
  on: 'dockerfile',
  needs: { commands: ['chmod', 'install', 'mkdir'], texts: ['--chmod'] },
  since: '1.0',
  severity: 'warning',
  category: 'security',
  securitySeverity: 5.0,
  summary: 'Nothing that ships may be writable by everybody.',
  fault: 'world-writable',
  why: 'Whoever gets into the container, as any user, can replace what others run and read.',
  bad: [
    { code: 'FROM debian:12.9\nRUN chmod -R [|777|] /app', fixed: 'FROM debian:12.9\nRUN chmod -R 775 /app' },
    { code: 'FROM debian:12.9\nRUN chmod [|a+w|] /app', fixed: 'FROM debian:12.9\nRUN chmod ug+w /app' },
    'FROM debian:12.9\nRUN chmod [|go+rwX|] /app && chmod [|o=rw|] /a',
    { code: 'FROM debian:12.9\nCOPY --chmod=[|0666|] a /a', fixed: 'FROM debian:12.9\nCOPY --chmod=0664 a /a' },
    {
      code: 'FROM debian:12.9\nRUN install -d -m [|0777|] /app',
      fixed: 'FROM debian:12.9\nRUN install -d -m 0775 /app',
    },
  ],
  good: [
    'FROM debian:12.9\nRUN chmod 755 /app && chmod +x /a && chmod u+w,g+w /b && chmod g=u /c',
    'FROM debian:12.9\nRUN chmod 1777 /tmp',
    'FROM debian:12.9\nRUN chmod a+rwt /tmp',
    'FROM debian:12.9\nRUN chmod a+rX,o-w /app',
    'FROM debian:12.9\nRUN chmod $MODE /app',
    'FROM debian:12.9\nRUN dir=$(mktemp -d) && chmod 777 "$dir" && make && rm -rf "$dir"',
    'FROM debian:12.9\nCOPY --chmod=755 a /a',
    'FROM debian:12.9 AS build\nRUN chmod 777 /app\nFROM debian:12.9',
  ],

  *check({ shipped }) {
    for (const stage of shipped) {
      for (const command of commandsOf(stage)) {
        const mode = modeOf(command);
        if (mode?.text !== undefined && isWorldWritable(mode.text) && !isTemporary(command))
          yield draft(mode.text, mode);
      }
      for (const { flags } of stage.of('copy', 'add')) {
        const mode = flags.find(({ name }) => name === 'chmod')?.value;
        if (mode?.text !== undefined && isWorldWritable(mode.text)) yield draft(mode.text, mode);
      }
    }
  },
});

function modeOf(command: Command) {
  if (command.name === 'chmod') return command.parsed.operands[0];
  return command.name === 'install' || command.name === 'mkdir' ? command.valueOf('-m', '--mode') : undefined;
}

function draft(text: string, { raw, span, place }: Pick<Word, 'raw' | 'span' | 'place'>) {
  const lean = raw === text ? withoutOthers(text) : undefined;
  return {
    place,
    message: `\`${text}\` lets everybody write.`,
    evidence: [{ kind: 'value' as const, name: 'mode', value: text }],
    help: 'Give the right to the user or group that needs it.',
    fixes: lean === undefined ? [] : [fix(`Write \`${lean}\``, 'unsafe', { span, text: lean })],
  };
}

function withoutOthers(mode: string): string | undefined {
  if (mode === 'a+w') return 'ug+w';
  if (!/^[0-7]+$/.test(mode)) return undefined;
  return mode.slice(0, -1) + (Number(mode.slice(-1)) & 5);
}

/** What the same RUN removes again does not ship. */
function isTemporary({ name, parsed, script }: Command): boolean {
  const targets = parsed.operands.slice(name === 'chmod' ? 1 : 0).map(({ raw }) => raw);
  const removed = script.commands
    .filter((command) => command.name === 'rm')
    .flatMap(({ args }) => args.map(({ raw }) => raw));
  return targets.length > 0 && targets.every((target) => removed.includes(target));
}

/** A directory with the sticky bit protects its files from others. */
function isWorldWritable(mode: string): boolean {
  if (/^[0-7]+$/.test(mode)) {
    const bits = Number.parseInt(mode, 8);
    return (bits & 0o002) !== 0 && (bits & 0o1000) === 0;
  }
  if (/t/.test(mode)) return false;
  return mode.split(',').some((clause) => /^[ug]*[oa][uoga]*[+=][rxXst]*w/.test(clause));
}

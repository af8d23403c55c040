import type { Dockerfile, Stage } from '../../src/dockerfile/model.ts';
import { runsOf } from '../../src/dockerfile/ran.ts';
import type { Command, ListItem, Script } from '../../src/dockerfile/script-model.ts';
import type { Place } from '../../src/finding.ts';
import { defineRule } from '../../src/rule.ts';

/** One of these is in every file that starts something in the background. */
const signs = ['&', 'supervisord', 'service'];

export default defineRule({
  id: 'background-process',
  on: 'dockerfile',
  needs: { texts: ['&', 'supervisord', 'service'] },
  since: '1.0',
  severity: 'info',
  category: 'runtime',
  summary: 'A container must run one service, in the foreground.',
  why: 'What is started in the background of a RUN ends with it. In a container nobody restarts it when it dies or says so, its output is mixed with that of its neighbour, and it cannot be scaled or updated by itself.',
  bad: [
    'FROM debian:12.9\nRUN make && [|mysqld &|]',
    'FROM debian:12.9\nCMD [|nginx &|] node server.js',
    'FROM debian:12.9\nCMD [|service nginx start|] && tail -f /var/log/nginx/access.log',
    'FROM debian:12.9\nCMD [[|"/usr/bin/supervisord"|], "-n"]',
  ],
  good: [
    'FROM debian:12.9\nRUN mysqld & sleep 5 && mysql < app.sql',
    'FROM debian:12.9\nRUN (make a &) ; make b & wait',
    'FROM debian:12.9\nCMD ["nginx", "-g", "daemon off;"]',
    'FROM debian:12.9\nCMD exec node server.js 2>&1',
    'FROM debian:12.9 AS dev\nCMD nginx & node server.js\nFROM debian:12.9\nCMD ["app"]',
  ],

  *check(file) {
    const others = file.text.replaceAll('&&', '');
    if (!signs.some((sign) => others.includes(sign))) return;
    for (const { script } of runsOf(file.stages)) {
      const last = script.items.at(-1);
      if (!last?.background || script.items.filter(({ background }) => background).length > 1) continue;
      yield {
        place: withMark(file, last),
        message: `\`${nameOf(last)}\` ends with this RUN.`,
        help: 'Start it in the script that needs it, or when the container starts.',
      };
    }
    for (const stage of file.shipped) yield* inContainer(file, stage);
  },
});

const nameOf = ({ commands }: ListItem): string => commands[0]?.name ?? commands[0]?.nameWord?.raw ?? '&';

/** The command with the `&` behind it. */
function withMark(file: Dockerfile, { span }: ListItem): Place {
  const gap = /^\s*&/.exec(file.text.slice(span.end, span.end + 40))?.[0] ?? '';
  return file.at({ start: span.start, end: span.end + gap.length });
}

function* inContainer(file: Dockerfile, stage: Stage) {
  for (const one of stage.of('cmd', 'entrypoint')) {
    const first = one.exec?.[0];
    if (first && /(?:^|\/)supervisord$/.test(first.text ?? '')) yield draft(first.place, 'supervisord');
    const { script } = one;
    if (!script) continue;
    const background = script.items.find((item) => item.background);
    if (background) yield draft(withMark(file, background), nameOf(background));
    const started = startedService(script);
    if (started) yield draft(started.place, 'service');
    const supervisor = script.commands.find(({ name }) => name === 'supervisord');
    if (supervisor && !background) yield draft(supervisor.place, 'supervisord');
  }
}

function startedService({ commands }: Script): Command | undefined {
  return commands.find(({ name, args }) => name === 'service' && /^(?:re)?start$/.test(args.at(-1)?.text ?? ''));
}

function draft(place: Place, name: string) {
  return {
    place,
    message: `\`${name}\` puts a second process beside the one that the container is for.`,
    help: 'Give each service a container of its own, with its program in the foreground.',
  };
}

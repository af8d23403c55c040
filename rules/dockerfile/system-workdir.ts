import { defineRule } from '../../src/rule.ts';

/** Nothing of an application's belongs below these. */
const below = /^\/(?:proc|sys|dev|boot|initrd|lost\+found)(?:\/|$)/;
const tops = new Set('proc sys dev boot initrd lost+found bin sbin lib lib64 etc usr'.split(' '));
/** Nor straight into these; a service may have a folder of its own there. */
const exactly = /^\/(?:bin|sbin|lib|lib64|etc|usr|usr\/bin|usr\/sbin|usr\/lib)\/?$/;

export default defineRule({
  id: 'system-workdir',
  aliases: ['DS-0030'],
  on: 'dockerfile',
  needs: {
    within: [
      {
        kinds: ['workdir'],
        texts: ['proc', 'sys', 'dev', 'boot', 'initrd', 'lost+found', 'bin', 'lib', 'etc', 'usr', '$'],
      },
    ],
  },
  since: '1.0',
  severity: 'warning',
  category: 'correctness',
  summary: 'WORKDIR must not be a directory of the system.',
  why: 'Files copied there mix with the system’s, or are hidden by what the kernel mounts; the container then breaks in strange ways.',
  bad: [
    'FROM debian:12.9\nWORKDIR [|/proc/app|]',
    'FROM debian:12.9\nWORKDIR [|/etc|]',
    'FROM debian:12.9\nWORKDIR [|/usr|]\nWORKDIR [|bin|]\nCOPY app .',
  ],
  good: [
    'FROM debian:12.9\nWORKDIR /app',
    'FROM debian:12.9\nWORKDIR /etc/nginx',
    'FROM debian:12.9\nWORKDIR /devel',
    'FROM debian:12.9\nWORKDIR $DIR',
  ],

  *check({ stages }) {
    for (const stage of stages) {
      for (const { path, state } of stage.of('workdir')) {
        if (!path?.text || stage.windows) continue;
        const parent = state.workdir.text;
        const before = parent?.endsWith('/') ? parent.slice(0, -1) : parent;
        const whole = path.text.startsWith('/') ? path.text : before === undefined ? '' : `${before}/${path.text}`;
        if (!tops.has(whole.split('/')[1] ?? '')) continue;
        if (!below.test(whole) && !exactly.test(whole)) continue;
        yield {
          place: path.place,
          message: `\`${whole}\` belongs to the system.`,
          help: 'Work in a directory of your own, like `/app`.',
        };
      }
    }
  },
});

import { keptCaches, oncePerRun, withCleanUp } from '../../src/dockerfile/kept-caches.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'zypper-cache-kept',
  aliases: ['DL3036', 'DS-0020'],
  on: 'dockerfile',
  needs: { managers: ['zypper'] },
  since: '1.0',
  severity: 'warning',
  category: 'size',
  summary: 'What zypper keeps for later must not stay in a layer.',
  why: 'Files of the cache are of no use to the image once the install is done, and stay in its layer for good.',
  fault: 'zypper-cache',
  options: (z) =>
    z.strictObject({
      stages: z.enum(['shipped', 'all']).default('shipped').describe('Which stages are judged.'),
    }),
  bad: [
    {
      code: 'FROM opensuse/leap:15.6\nRUN [|zypper -n install|] curl',
      fixed: 'FROM opensuse/leap:15.6\nRUN zypper -n install curl && zypper clean --all',
    },
    {
      code: 'FROM opensuse/leap:15.6 AS build\nRUN [|zypper -n install|] curl\nFROM scratch',
      options: { stages: 'all' },
    },
  ],
  good: [
    'FROM opensuse/leap:15.6\nRUN zypper -n in curl && zypper clean',
    'FROM opensuse/leap:15.6\nRUN zypper -n install curl && zypper cc -a',
    'FROM opensuse/leap:15.6\nRUN zypper -n install curl && rm -rf /var/cache/zypp',
    'FROM opensuse/leap:15.6\nRUN --mount=type=cache,target=/var/cache/zypp zypper -n install curl',
    'FROM opensuse/leap:15.6 AS build\nRUN zypper -n install curl\nFROM scratch',
  ],

  *check(file, { stages }) {
    for (const kept of oncePerRun(keptCaches(stages === 'all' ? file.stages : file.shipped, 'zypper'))) {
      const { command, verb, verbWord, path } = kept;
      yield {
        place: file.at({ start: command.span.start, end: verbWord.span.end }),
        message: `\`${`${command.name} ${verb}`.trim()}\` leaves metadata and packages in \`${path}\` of this layer.`,
        evidence: [{ kind: 'file', path }],
        help: 'End the same RUN with `zypper clean --all`.',
        fixes: withCleanUp(file, kept, 'zypper clean --all'),
      };
    }
  },
});

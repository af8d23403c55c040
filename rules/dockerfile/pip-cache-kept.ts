import { keptCaches, withFlag } from '../../src/dockerfile/kept-caches.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'pip-cache-kept',
  aliases: ['DL3042'],
  on: 'dockerfile',
  needs: { managers: ['pip'] },
  since: '1.0',
  severity: 'warning',
  category: 'size',
  summary: 'What pip keeps for later must not stay in a layer.',
  why: 'Files of the cache are of no use to the image once the install is done, and stay in its layer for good.',
  fault: 'pip-cache',
  options: (z) =>
    z.strictObject({
      stages: z.enum(['shipped', 'all']).default('shipped').describe('Which stages are judged.'),
    }),
  bad: [
    {
      code: 'FROM python:3.13\nRUN [|pip install|] flask==3.1.0',
      fixed: 'FROM python:3.13\nRUN pip install --no-cache-dir flask==3.1.0',
    },
    {
      code: 'FROM python:3.13\nRUN python3 -m [|pip install|] -r requirements.txt && [|pip3.13 install|] .',
      fixed:
        'FROM python:3.13\nRUN python3 -m pip install --no-cache-dir -r requirements.txt && pip3.13 install --no-cache-dir .',
    },
    { code: 'FROM python:3.13 AS build\nRUN [|pip install|] flask==3.1.0\nFROM scratch', options: { stages: 'all' } },
  ],
  good: [
    'FROM python:3.13\nRUN pip install --no-cache-dir flask==3.1.0',
    'FROM python:3.13\nENV PIP_NO_CACHE_DIR=1\nRUN pip install flask==3.1.0',
    'FROM python:3.13\nENV PIP_NO_CACHE_DIR=off\nRUN pip install flask==3.1.0',
    'FROM python:3.13\nRUN PIP_NO_CACHE_DIR=1 pip install flask==3.1.0',
    'FROM python:3.13\nRUN export PIP_NO_CACHE_DIR=1 && pip install flask==3.1.0',
    'FROM python:3.13\nRUN --mount=type=cache,target=/root/.cache/pip pip install flask==3.1.0',
    'FROM python:3.13\nRUN pip install flask==3.1.0 && rm -rf ~/.cache',
    'FROM python:3.13\nRUN pip install flask==3.1.0 && rm -rf /root/.cache/pip',
    'FROM python:3.13\nRUN pip install flask==3.1.0 && pip cache purge',
    'FROM python:3.13\nRUN --mount=type=bind,target=/wheels pip install --no-index /wheels/*.whl',
    'FROM python:3.13\nRUN pip config set global.no-cache-dir true\nRUN pip install flask==3.1.0',
    'FROM python:3.13\nUSER app\nRUN pip install flask==3.1.0 && rm -rf /home/app/.cache',
    'FROM python:3.13 AS build\nRUN pip install flask==3.1.0\nFROM scratch',
  ],

  *check(file, { stages }) {
    for (const kept of keptCaches(stages === 'all' ? file.stages : file.shipped, 'pip')) {
      const { command, verb, verbWord, path } = kept;
      yield {
        place: file.at({ start: command.span.start, end: verbWord.span.end }),
        message: `\`${`${command.name} ${verb}`.trim()}\` leaves what it downloaded and built in \`${path}\` of this layer.`,
        evidence: [{ kind: 'file', path }],
        help: 'Give `--no-cache-dir`, or use a cache mount.',
        fixes: withFlag(kept, '--no-cache-dir'),
      };
    }
  },
});

import { startedProgram } from '../../src/image/started.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'entrypoint-not-executable',
  on: 'image',
  since: '1.0',
  severity: 'error',
  category: 'runtime',
  summary: 'The program that an image starts must be executable.',
  why: 'Otherwise every container of it fails with "permission denied" or "exec format error".',
  bad: [
    {
      name: 'no right',
      layers: [
        { '[|app/start.sh|]': { content: '#!/bin/sh\n', mode: 0o644 }, 'bin/sh': { content: 'x', mode: 0o755 } },
      ],
      config: { Entrypoint: ['/app/start.sh'] },
    },
    {
      name: 'no interpreter',
      layers: [{ '[|app/start.sh|]': { content: '#!/bin/bash\n', mode: 0o755 } }],
      config: { Entrypoint: ['/app/start.sh'] },
    },
  ],
  good: [
    {
      layers: [{ 'app/start.sh': { content: '#!/bin/sh\n', mode: 0o755 }, 'bin/sh': { content: 'x', mode: 0o755 } }],
      config: { Entrypoint: ['/app/start.sh'] },
    },
    {
      name: 'by env',
      layers: [
        {
          'app/start.sh': { content: '#!/usr/bin/env bash\n', mode: 0o755 },
          'usr/bin/env': { content: 'x', mode: 0o755 },
        },
      ],
      config: { Entrypoint: ['/app/start.sh'] },
    },
  ],

  *check(image) {
    const { files } = image;
    const found = startedProgram(image)?.found;
    if (found?.entry.type !== 'file') return;
    const { mode, kind } = found.entry;
    const interpreter = kind?.is === 'script' ? kind.interpreter.split(/\s+/)[0] : undefined;
    const absent = interpreter?.startsWith('/') && !files.resolve(interpreter.slice(1)) ? interpreter : undefined;
    if ((mode & 0o111) !== 0 && absent === undefined) return;
    yield {
      place: files.at(found),
      message:
        absent === undefined
          ? `\`/${found.path}\` is started, and nobody may execute it: mode ${mode.toString(8).padStart(4, '0')}.`
          : `\`/${found.path}\` is started by \`${absent}\`, which is not in the image.`,
      evidence: [{ kind: 'file', path: found.path, mode }],
      help:
        absent === undefined
          ? `Copy it with \`--chmod=755\`, or \`chmod +x /${found.path}\`.`
          : 'Install the interpreter, or name the one that is there.',
    };
  },
});

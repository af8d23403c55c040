import { accountsMade } from '../../src/dockerfile/accounts.ts';
import { baseOf } from '../../src/dockerfile/bases.ts';
import { fix, insertAbove, insertBelow } from '../../src/dockerfile/edits.ts';
import { dropsRoot, images } from '../../src/dockerfile/images.ts';
import type { Dockerfile, Stage } from '../../src/dockerfile/model.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'missing-user',
  aliases: ['CKV_DOCKER_3', 'DS-0002'],
  on: 'dockerfile',
  since: '1.0',
  severity: 'info',
  category: 'security',
  securitySeverity: 6.5,
  summary: 'An image must say as which user it runs.',
  why: 'Without USER it runs as the base does, mostly as root: a process that breaks out of the container is root on the host.',
  fault: 'runs-as-root',
  bad: [
    { code: '[|FROM debian:12.9|]\nCMD ["app"]', message: 'No `USER` is set, so the image runs as root.' },
    {
      code: 'FROM golang:1.26 AS build\nUSER app\n[|FROM acme/base:1|]\nCOPY --from=build /app /app',
      message: 'No `USER` is set, so the image runs as root, assuming the base sets none.',
    },
    {
      code: '[|FROM debian:12.9|]\nRUN useradd --system app\nCMD ["app"]',
      fixed: 'FROM debian:12.9\nRUN useradd --system app\nUSER app\nCMD ["app"]',
    },
    { code: '[|FROM scratch|]\nCOPY app /app', fixed: 'FROM scratch\nCOPY app /app\nUSER 65534:65534' },
  ],
  good: [
    'FROM debian:12.9\nUSER app',
    'FROM debian:12.9\nUSER root',
    'FROM debian:12.9 AS base\nUSER app\nFROM base\nCMD ["app"]',
    'FROM gcr.io/distroless/static:nonroot\nCOPY app /app',
    'FROM $BASE\nCMD ["app"]',
    'FROM acme/nginx-unprivileged:1\nCOPY . /srv',
    'FROM debian:12.9\nRUN apt-get install -y gosu\nENTRYPOINT ["entrypoint.sh"]',
    'FROM mcr.microsoft.com/windows/nanoserver:ltsc2025\nCMD ["app.exe"]',
  ],

  *check(file) {
    for (const stage of images(file)) {
      const base = baseOf(stage.root);
      if (stage.end.user.explicit || stage.root.kind === 'unknown' || stage.windows) continue;
      if (base.user !== 'root' || saysNonRoot(stage) || dropsRoot(file, stage)) continue;
      yield {
        place: stage.from.place,
        message: `No \`USER\` is set, so the image runs as root${base.known ? '' : ', assuming the base sets none'}.`,
        help: 'Add `USER` with an unprivileged user after the last step that needs root.',
        fixes: repairs(file, stage),
      };
    }
  },
});

/** Bases that are not in the table, but whose name promises a user. */
function saysNonRoot({ root }: Stage): boolean {
  return root.kind === 'image' && /non-?root|rootless|unprivileged|^(?:cgr\.dev|dhi\.io)\//.test(root.raw);
}

/** Only where there is a user to switch to. */
function repairs(file: Dockerfile, stage: Stage) {
  const made = stage.lineage.flatMap(accountsMade).at(-1);
  const user = stage.root.kind === 'scratch' ? '65534:65534' : made?.name;
  if (user === undefined) return [];
  const start = stage.of('cmd', 'entrypoint').at(0);
  const after = start && stage.of('run', 'copy', 'add').at(-1);
  const last = stage.instructions.at(-1) ?? stage.from;
  // Before what starts the program, when nothing that may need root stands below.
  const edit =
    start && (!after || after.index < start.index)
      ? insertAbove(file, start, `USER ${user}`)
      : insertBelow(file, last, `USER ${user}`);
  return [fix(`Run as \`${user}\``, 'unsafe', edit)];
}

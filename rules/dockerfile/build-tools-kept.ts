import {
  bringsProject,
  isApplication,
  isBuildTool,
  isForDevelopment,
  isWorkshop,
  startsTests,
} from '../../src/dockerfile/build-tools.ts';
import {
  named,
  type PackageRan,
  packageCommandsBeside,
  packageCommandsOf,
} from '../../src/dockerfile/package-commands.ts';
import type { PackageWord } from '../../src/dockerfile/packages.ts';
import { after } from '../../src/dockerfile/ran.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'build-tools-kept',
  on: 'dockerfile',
  needs: { actions: ['install'] },
  since: '1.0',
  severity: 'info',
  category: 'size',
  summary: 'Compilers and headers must not stay in an image that ships an application.',
  why: 'They weigh hundreds of megabytes, are never run, must be patched all the same, and hand whoever gets in a workshop.',
  options: (z) =>
    z.strictObject({
      also: z.array(z.string()).default([]).describe('Further packages that only serve to build, such as `git`.'),
      allow: z.array(z.string()).default([]).describe('Packages that may stay.'),
    }),
  bad: [
    'FROM python:3.13-slim\nRUN apt-get update && apt-get install -y [|gcc|] libpq-dev && pip install app==1.0\nCOPY . .\nCMD ["app"]',
    'FROM alpine:3.21\nRUN apk add --no-cache curl [|build-base|]\nCOPY src ./\nRUN make\nCMD ["/app"]',
    'FROM fedora:41\nRUN dnf install -y [|openssl-devel|] && dnf clean all\nCOPY requirements.txt .\nENTRYPOINT ["/app"]',
    { code: 'FROM alpine:3.21\nRUN apk add --no-cache [|git|]\nCOPY . .\nCMD ["/app"]', options: { also: ['git'] } },
  ],
  good: [
    'FROM python:3.13-slim\nRUN apt-get update && apt-get install -y gcc && pip install app==1.0 && apt-get purge -y --auto-remove gcc\nCOPY . .\nCMD ["app"]',
    'FROM alpine:3.21\nRUN apk add --virtual .build gcc && make && apk del .build\nCOPY . .\nCMD ["/app"]',
    'FROM debian:12.9 AS build\nRUN apt-get install -y gcc && make\nFROM debian:12.9\nCMD ["app"]',
    'FROM gcc:14\nRUN apt-get install -y cmake\nCOPY . .\nCMD ["app"]',
    'FROM debian:12.9\nRUN apt-get install -y gcc\nCOPY . .\nCMD ["bash"]',
    'FROM debian:12.9\nRUN apt-get install -y gcc',
    'FROM debian:12.9\nRUN apt-get install -y gcc\nCOPY run.sh /\nCMD ["/run.sh"]',
    'FROM debian:12.9 AS dev\nRUN apt-get install -y gcc\nCOPY . .\nCMD ["app"]',
    'FROM debian:12.9\nRUN apt-get install -y gcc-12-base curl nodejs libpq5\nCOPY . .\nCMD ["app"]',
    'FROM debian:12.9\nRUN apt-get install -y gcc && $CLEAN\nCOPY . .\nCMD ["app"]',
    { code: 'FROM debian:12.9\nRUN apt-get install -y gcc\nCOPY . .\nCMD ["app"]', file: 'Dockerfile.dev' },
    'FROM ruby:3.4-slim\nRUN apt-get install -y gcc\nCOPY . .\nCMD bundle exec rake test',
    'FROM debian:12.9\nRUN apt-get install -y libjemalloc-dev\nENV LD_PRELOAD=libjemalloc.so\nCOPY . .\nCMD ["app"]',
    { code: 'FROM debian:12.9\nRUN apt-get install -y make\nCOPY . .\nCMD ["app"]', options: { allow: ['make'] } },
  ],

  *check(file, { also, allow }) {
    if (isForDevelopment(file.file)) return;
    for (const stage of file.shipped) {
      // `libfoo.so`, which is to be loaded first, is often a link that only the headers' package has.
      const preloads = stage.end.env('LD_PRELOAD') !== undefined;
      let applied: boolean | undefined;
      for (const ran of packageCommandsOf([stage])) {
        const { action, manager, packages } = ran;
        if (action !== 'install' || !manager.system) continue;
        const tools = packages.filter(
          ({ kind, name = '' }) =>
            kind === 'package' &&
            !allow.includes(name) &&
            (also.includes(name) || (isBuildTool(name) && !(preloads && /^lib.*-dev$/.test(name)))),
        );
        if (tools.length === 0 || isRemoved(ran)) continue;
        const left = tools.filter((tool) => !removesNamed(ran, tool));
        const [first] = left;
        if (first === undefined) continue;
        applied ??=
          !isWorkshop(stage) &&
          file.shipped.some(
            (one) => one.lineage.includes(stage) && isApplication(one) && !startsTests(one) && bringsProject(one),
          );
        if (!applied) break;
        yield {
          place: first.word.place,
          message: `${named(left)} ${left.length > 1 ? 'stay' : 'stays'} in an image that ships an application.`,
          evidence: left.map(({ name = '' }) => ({ kind: 'package', manager: manager.name, name })),
          help: 'Build in a stage of its own and copy the result, or remove them in the same RUN.',
        };
      }
    }
  },
});

/** All of it, or something not known, is removed later in the same RUN. */
function isRemoved(ran: PackageRan): boolean {
  const { command, manager } = ran;
  const virtual = command.valueOf('-t', '--virtual')?.text;
  if (after(command).some(({ name }) => name === undefined)) return true;
  return packageCommandsBeside(ran).some(
    (one) =>
      one.manager === manager &&
      one.action === 'remove' &&
      one.operands.some(({ text }) => text === undefined || (virtual !== undefined && text === virtual)),
  );
}

function removesNamed(ran: PackageRan, { name = '' }: PackageWord): boolean {
  return packageCommandsBeside(ran).some(
    (one) =>
      one.manager === ran.manager &&
      one.action === 'remove' &&
      one.operands.some(({ text }) => matches(text ?? '', name)),
  );
}

/** `*-dev` removes `libpq-dev`. */
function matches(pattern: string, name: string): boolean {
  if (pattern === name || pattern === `${name}*`) return true;
  return pattern.startsWith('*') && name.endsWith(pattern.slice(1));
}

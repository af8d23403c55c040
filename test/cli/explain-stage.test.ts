import { expect, test } from 'vitest';
import { folder, run } from './run.ts';

const cwd = folder({
  Dockerfile:
    'ARG TAG=12.9\nFROM debian:$TAG AS build\nWORKDIR /src\nCOPY . .\nFROM debian:12.9-slim\nENV MODE=fast\nCOPY --from=build /src/app /app\nUSER app\n',
});

test('the stages are told as a tree: what each is believed to be, and what ships', async () => {
  const { code, stdout } = await run(['lint', 'Dockerfile', '--explain-stage'], { cwd });
  expect(code).toBe(0);
  expect(stdout).toBe(`Dockerfile
├─ stage 0 build: is needed by a stage that ships
│  ├─ base: debian:12.9
│  ├─ user: root, as the base has it
│  ├─ workdir: /src (WORKDIR at Dockerfile, build)
│  ├─ shell: /bin/sh -c
│  └─ copy: . → . from the build context
└─ stage 1: ships
   ├─ base: debian:12.9-slim
   ├─ user: app (USER at Dockerfile, stage 1)
   ├─ workdir: /, as the base has it
   ├─ shell: /bin/sh -c
   ├─ environment: MODE=fast
   ├─ needs: build
   └─ copy: /src/app → /app from stage build
`);
});

test('one stage by its name, and a sentence when there is none', async () => {
  expect((await run(['lint', 'Dockerfile', '--explain-stage', 'build'], { cwd })).stdout).toContain('stage 0 build');
  const none = await run(['lint', 'Dockerfile', '--explain-stage', 'tset'], { cwd });
  expect(none).toMatchObject({ code: 2, stderr: 'plimsoll: There is no stage `tset` to explain.\n' });
});

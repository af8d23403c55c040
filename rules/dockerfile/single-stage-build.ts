import { isCopy } from '../../src/dockerfile/brought.ts';
import { bringsProject, isApplication } from '../../src/dockerfile/build-tools.ts';
import type { Stage } from '../../src/dockerfile/model.ts';
import { commandsOf } from '../../src/dockerfile/ran.ts';
import type { Command } from '../../src/dockerfile/script-model.ts';
import { defineRule } from '../../src/rule.ts';

/** What compiles, and by which words. */
const compilers: Readonly<Record<string, RegExp>> = {
  go: /^(?:build|install)\b/,
  cargo: /^(?:build|b|install)\b/,
  rustc: /./,
  mvn: /(?:^| )(?:package|install|verify)\b/,
  mvnw: /(?:^| )(?:package|install|verify)\b/,
  gradle: /(?:^| |:)(?:build|assemble|bootJar|shadowJar|installDist|jar)\b/,
  gradlew: /(?:^| |:)(?:build|assemble|bootJar|shadowJar|installDist|jar)\b/,
  dotnet: /^publish\b/,
  gcc: /-o\b/,
  'g++': /-o\b/,
  clang: /-o\b/,
  swift: /^build\b/,
  stack: /^(?:build|install)\b/,
  cabal: /^(?:build|install|v2-build)\b/,
  sbt: /\b(?:assembly|stage|package|dist)\b/,
};

export default defineRule({
  id: 'single-stage-build',
  on: 'dockerfile',
  needs: { commands: Object.keys(compilers) },
  since: '1.0',
  severity: 'warning',
  category: 'size',
  summary: 'What is compiled must ship without its compiler.',
  why: 'Compiler, sources and intermediate files are most of the image, are never run, and must be patched all the same; a second stage takes only the result.',
  bad: [
    'FROM golang:1.26\nWORKDIR /src\nCOPY . .\nRUN [|go build -o /app .|]\nCMD ["/app"]',
    'FROM maven:3.9\nCOPY pom.xml src ./\nRUN [|mvn -q package|]\nENTRYPOINT ["java", "-jar", "target/app.jar"]',
    'FROM mcr.microsoft.com/dotnet/sdk:9.0\nCOPY . .\nRUN [|dotnet publish -c Release|]\nCMD ["./app"]',
  ],
  good: [
    'FROM golang:1.26 AS build\nCOPY . .\nRUN go build -o /app .\nFROM scratch\nCOPY --from=build /app /app\nCMD ["/app"]',
    'FROM golang:1.26\nCOPY . .\nRUN go build ./...',
    'FROM golang:1.26\nCOPY . .\nRUN go build ./...\nCMD ["bash"]',
    'FROM golang:1.26\nCOPY . .\nRUN go build ./...\nCMD ["go", "test", "./..."]',
    'FROM golang:1.26\nRUN go install example.com/app@v1.0.0\nCMD ["app"]',
    'FROM node:22\nCOPY . .\nRUN npm ci && npm run build\nCMD ["node", "dist"]',
    'FROM python:3.13\nCOPY . .\nRUN gcc -o lib.so lib.c && rm lib.c\nCMD ["python", "app.py"]',
  ],

  *check(file) {
    for (const stage of file.shipped) {
      const found = stage.lineage
        .flatMap((one) => [...commandsOf([one])])
        .find(({ command, run }) => compiles(command) && brings(stage, run.index));
      if (found === undefined || isCleaned(stage, found.command)) continue;
      if (!isApplication(stage) || startsCompiler(stage) || interprets(stage) || !bringsProject(stage)) continue;
      yield {
        place: found.command.place,
        message: `\`${found.command.name}\` compiles in the stage that ships.`,
        help: 'Compile in a stage of its own (`FROM … AS build`), and copy the result: `COPY --from=build …`.',
      };
    }
  },
});

function compiles({ name = '', args }: Command): boolean {
  if (!Object.hasOwn(compilers, name)) return false;
  const words = args.map(({ text, raw }) => text ?? raw).join(' ');
  // A tool by its version is no source of one's own.
  return compilers[name]?.test(words) === true && !/@v?\d|@latest|--version|--help|--git/.test(words);
}

/** Sources come from the context before it. */
function brings({ lineage }: Stage, before: number): boolean {
  return lineage.some(({ instructions }) => instructions.some((one) => one.index < before && isCopy(one) && !one.from));
}

/** The container itself needs what compiles: `go run`, `mvn spring-boot:run`, `dotnet watch`. */
function startsCompiler({ lineage }: Stage): boolean {
  return lineage.some((one) =>
    one.of('cmd', 'entrypoint').some(({ words }) => {
      const said = words.map(({ text, raw }) => text ?? raw).join(' ');
      return /(?:^|[\s/;&|])(?:go (?:run|test|build)|cargo|mvnw?|gradlew?|dotnet (?:run|watch|test)|sbt|swift|stack|cabal|make|air|reflex|gcc|g\+\+|test|dev)\b/.test(
        said,
      );
    }),
  );
}

/** An interpreter runs the application: what is compiled beside it are its modules. */
function interprets({ lineage }: Stage): boolean {
  return lineage.some((one) =>
    one
      .of('cmd', 'entrypoint')
      .some(({ words }) =>
        /(?:^|[\s/"])(?:python[0-9.]*|node|npm|yarn|pnpm|ruby|bundle|php|perl|gunicorn|uvicorn)\b/.test(
          words.map(({ raw }) => raw).join(' '),
        ),
      ),
  );
}

/** The compiler goes in the same RUN: somebody thought of it. */
function isCleaned(_stage: Stage, { script }: Command): boolean {
  return script.commands.some(
    ({ name, args }) =>
      /^(?:apk|apt-get|apt|yum|dnf|microdnf)$/.test(name ?? '') &&
      args.some(({ text }) => /^(?:del|purge|remove|autoremove|erase)$/.test(text ?? '')),
  );
}

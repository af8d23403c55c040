import { isForDevelopment, startsTests } from '../../src/dockerfile/build-tools.ts';
import { images, lineageText, startsProgram } from '../../src/dockerfile/images.ts';
import type { ImageReference } from '../../src/dockerfile/model.ts';
import { fullName } from '../../src/dockerfile/references.ts';
import { defineRule } from '../../src/rule.ts';

/** Images with a `-slim` sister under the same tag. */
const slim = ['debian', 'node', 'python', 'ruby', 'perl', 'openjdk', 'swift'].map(inLibrary);
/** Tags of images that are lean. */
const lean = ['slim', 'alpine', 'distroless', 'nanoserver', 'windows', 'onbuild'];
/** Toolchains: what they make runs without them. */
const toolchains: readonly { readonly names: readonly string[]; readonly instead: string }[] = [
  { names: ['golang', 'rust', 'gcc', 'haskell'].map(inLibrary), instead: 'a small base in a second stage' },
  { names: ['maven', 'gradle'].map(inLibrary), instead: 'a JRE image in a second stage' },
  { names: [inLibrary('buildpack-deps')], instead: 'the distribution itself' },
  {
    names: ['mcr.microsoft.com/dotnet/sdk', 'mcr.microsoft.com/dotnet/core/sdk'],
    instead: '`dotnet/aspnet` or `dotnet/runtime` in a second stage',
  },
];

export default defineRule({
  id: 'fat-base',
  on: 'dockerfile',
  since: '1.0',
  severity: 'info',
  category: 'size',
  summary: 'An image that ships must not stand on a full distribution or a toolchain where a lean one exists.',
  why: 'Compilers, headers and tools that nothing runs are hundreds of megabytes to pull, and more to patch.',
  options: (z) => z.strictObject({ allow: z.array(z.string()).default([]).describe('Image names that are fine.') }),
  bad: [
    'FROM [|node:22|]\nCMD ["node", "app.js"]',
    'FROM [|python:3.13.1-bookworm|] AS app\nFROM app\nCMD ["python", "app.py"]',
    'FROM [|golang:1.26-alpine|]\nCMD ["app"]',
    'FROM [|mcr.microsoft.com/dotnet/sdk:9.0|]\nENTRYPOINT ["dotnet", "app.dll"]',
    {
      code: 'FROM [|eclipse-temurin:21-jdk|]\nCMD ["java", "-jar", "app.jar"]',
      message: '`eclipse-temurin:21-jdk` ships a whole JDK.',
    },
  ],
  good: [
    'FROM node:22-slim\nCMD ["node", "app.js"]',
    'FROM node:22-alpine\nCMD ["node", "app.js"]',
    'FROM golang:1.26 AS build\nFROM scratch\nCMD ["/app"]',
    'FROM mcr.microsoft.com/dotnet/aspnet:9.0\nCMD ["app"]',
    'FROM eclipse-temurin:21-jre\nCMD ["java", "-jar", "app.jar"]',
    'FROM eclipse-temurin:21-jdk\nCOPY --from=maven:3 /usr/share/maven /usr/share/maven\nCMD ["mvn"]',
    'FROM acme/node:22\nCMD ["app"]',
    'FROM golang:1.26\nRUN go install example.com/tool@v1',
    'FROM debian:12.9\nCMD ["bash"]',
    'FROM debian@sha256:2222222222222222222222222222222222222222222222222222222222222222\nCMD ["app"]',
    { code: 'FROM node:22\nCMD ["app"]', options: { allow: ['node'] } },
    'FROM node:22-\nCMD ["app"]',
    { code: 'FROM node:22\nCMD ["app"]', file: '.devcontainer/Dockerfile' },
    'FROM ruby:3.4\nCOPY . .\nCMD ["bundle", "exec", "rspec"]',
  ],

  *check(file, { allow }) {
    if (isForDevelopment(file.file)) return;
    for (const stage of images(file)) {
      const base = stage.root;
      if (base.kind !== 'image' || allow.includes(base.name) || (base.tag === undefined && base.digest)) continue;
      const draft = judge(base);
      if (!draft || !startsProgram(stage) || startsTests(stage)) continue;
      // Where builds of Java run in the image, the JDK is what it is for.
      if (/\b(?:mvn|maven|gradle|javac|sbt|tomcat)\b/i.test(lineageText(file, stage))) continue;
      yield { place: base.place, evidence: [{ kind: 'reference', name: base.name, tag: base.tag }], ...draft };
    }
  },
});

function judge(base: ImageReference): { readonly message: string; readonly help: string } | undefined {
  const { name, tag = 'latest', raw } = base;
  const full = fullName(base);
  const toolchain = toolchains.find(({ names }) => names.includes(full));
  if (toolchain && !/-(?:curl|scm)$/.test(tag))
    return { message: `\`${raw}\` ships a whole toolchain.`, help: `Ship ${toolchain.instead}.` };
  if (full === 'docker.io/library/eclipse-temurin' && /(?:^|-)jdk(?:-|$)/.test(tag)) {
    return { message: `\`${raw}\` ships a whole JDK.`, help: `Ship \`${name}:${tag.replace('jdk', 'jre')}\`.` };
  }
  if (!slim.includes(full) || lean.some((part) => tag.includes(part)) || tag.endsWith('-')) return undefined;
  const sister = tag === 'latest' ? 'slim' : slimTag(full, tag);
  return { message: `\`${raw}\` ships what its slim sister leaves out.`, help: `Try \`${name}:${sister}\`.` };
}

function inLibrary(name: string): string {
  return `docker.io/library/${name}`;
}

/** Python, Ruby and Perl name the distribution behind `slim`, the others before it. */
function slimTag(name: string, tag: string): string {
  const [, version = tag, rest = ''] = /^([^-]*)(-.*)?$/.exec(tag) ?? [];
  return /python|ruby|perl/.test(name) ? `${version}-slim${rest}` : `${tag}-slim`;
}

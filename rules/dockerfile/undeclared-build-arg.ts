import type { BuildFact } from '../../src/dockerfile/facts.ts';
import { isPlatformArg, isProxyArg } from '../../src/dockerfile/platform.ts';
import { nearest } from '../../src/dockerfile/suggest.ts';
import { defineRule } from '../../src/rule.ts';

const place = { kind: 'file' as const, file: 'compose.yaml', span: { start: 12, end: 15 } };
const facts = (...names: readonly string[]): { readonly build: BuildFact } => ({
  build: { title: 'the service `web`', targets: [], args: names.map((name) => ({ name, place })) },
});

export default defineRule({
  id: 'undeclared-build-arg',
  on: 'dockerfile',
  since: '1.0',
  severity: 'warning',
  category: 'correctness',
  summary: 'An argument that a compose or bake file gives must be declared.',
  why: 'What no ARG declares is dropped: the build goes on without the value, as if nobody had given it.',
  needs: { facts: ['build'] },
  bad: [
    {
      code: 'ARG NODE_VERSION=22\n[|FROM node:$NODE_VERSION|]',
      facts: facts('NODE_VERSON'),
      message: 'The service `web` gives `NODE_VERSON`, which no ARG declares; did you mean `NODE_VERSION`?',
    },
    { code: 'FROM node:22 AS build\n[|FROM node:22|]', facts: facts('MODE', 'HTTP_PROXY') },
  ],
  good: [
    'FROM node:22',
    { code: 'FROM node:22 AS build\nARG MODE\nFROM node:22', facts: facts('MODE') },
    { code: 'FROM node:22-onbuild', facts: facts('MODE') },
    { code: '# syntax=acme/frontend:1\nFROM node:22', facts: facts('MODE') },
    { code: 'FROM node:22', facts: facts('HTTP_PROXY', 'TARGETARCH', 'BUILDKIT_INLINE_CACHE', 'SOURCE_DATE_EPOCH') },
  ],

  *check({ instructions, stages, directives, facts: { build } }) {
    const last = stages.at(-1);
    // Triggers of a base and other frontends may take what is not declared here.
    const isElsewhere = stages.some(
      ({ base }) => base.kind === 'unknown' || (base.kind === 'image' && /onbuild/.test(base.raw)),
    );
    const isForeign = directives.some(
      ({ name, value }) => name === 'syntax' && !/^docker(?:\.io\/docker)?\/dockerfile/.test(value),
    );
    if (!build || !last || isElsewhere || isForeign) return;
    const all = instructions.flatMap((one) => (one.kind === 'onbuild' && one.trigger ? [one, one.trigger] : one));
    const declared = new Set(all.flatMap((one) => (one.kind === 'arg' ? one.pairs.map(({ key }) => key.raw) : [])));
    for (const { name, place: at } of build.args) {
      if (declared.has(name) || isBuilders(name)) continue;
      const near = nearest(name, declared);
      const who = build.title.replace(/^t/, 'T');
      yield {
        place: last.from.place,
        message: `${who} gives \`${name}\`, which no ARG declares${near === undefined ? '.' : `; did you mean \`${near}\`?`}`,
        help: `Declare \`ARG ${name}\` in the stage that uses it, or give it no more.`,
        related: [{ place: at, message: 'It is given here.' }],
      };
    }
  },
});

/** Names that the builder itself takes. */
function isBuilders(name: string): boolean {
  return isProxyArg(name) || isPlatformArg(name) || /^(?:BUILDKIT_|SOURCE_DATE_EPOCH$)/.test(name);
}

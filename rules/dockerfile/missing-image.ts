import { imageUses } from '../../src/dockerfile/references.ts';
import { nearest } from '../../src/dockerfile/suggest.ts';
import { defineRule } from '../../src/rule.ts';

const images = new Map([
  ['node:22.33', { exists: false, tags: ['22.1', '22.3', '22-slim'] }],
  ['node:9', { exists: false, tags: ['4', '22'] }],
  ['node:22', { exists: true }],
]);

export default defineRule({
  id: 'missing-image',
  on: 'dockerfile',
  since: '1.0',
  severity: 'warning',
  category: 'correctness',
  summary: 'An image must be there for the tag or digest that names it.',
  why: 'The build ends where it is pulled: the tag is misspelt, was never pushed, or was taken away.',
  needs: { facts: ['registry'] },
  bad: [
    {
      code: 'FROM [|node:22.33|]',
      facts: { registry: { images } },
      message: 'The registry has no `node:22.33`; did you mean `node:22.3`?',
    },
    { code: 'FROM [|node:9|]', facts: { registry: { images } }, message: 'The registry has no `node:9`.' },
    { code: 'FROM node:22\nCOPY --from=[|node:22.33|] /opt /opt', facts: { registry: { images } } },
  ],
  good: [
    'FROM node:22.33',
    { code: 'FROM node:22', facts: { registry: { images } } },
    { code: 'FROM acme/app:1.4', facts: { registry: { images } } },
  ],

  *check(file) {
    const { registry } = file.facts;
    if (registry === undefined) return;
    for (const { reference } of imageUses(file)) {
      const image = registry.images.get(reference.raw);
      if (image?.exists !== false) continue;
      const { name, tag, digest, raw, place } = reference;
      // Of two letters, every tag is a neighbour.
      const isTelling = tag !== undefined && tag.length > 2 && digest === undefined;
      const near = isTelling ? nearest(tag, image.tags ?? []) : undefined;
      yield {
        place,
        message: `The registry has no \`${raw}\`${near === undefined ? '.' : `; did you mean \`${name}:${near}\`?`}`,
        evidence: [{ kind: 'reference', name, tag, digest }],
        help: 'Name a tag that is there, or push this one.',
      };
    }
  },
});

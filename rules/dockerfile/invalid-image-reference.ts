import { imageUses } from '../../src/dockerfile/references.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'invalid-image-reference',
  on: 'dockerfile',
  since: '1.0',
  severity: 'error',
  category: 'correctness',
  summary: 'A reference to an image must follow the grammar of references.',
  why: 'The builder stops at a name it cannot read; repository names are lower-case, and a digest has its full length.',
  bad: [
    'FROM [|Debian:12.9|]',
    'FROM [|debian:|]',
    'FROM [|debian@sha256:2222|]',
    'FROM debian:12.9\nCOPY --from=[|acme/App:1|] /app /app',
  ],
  good: [
    'FROM debian:12.9',
    'FROM LOCALHOST:5000/acme/app:1',
    'ARG TAG\nFROM debian:$TAG',
    'FROM debian:12.9 AS Build\nFROM Build',
  ],

  *check(file) {
    for (const { reference } of imageUses(file)) {
      const { valid, raw, name, place, span } = reference;
      // What a variable brought is for `invalid-default-arg-in-from`.
      if (valid || file.text.slice(span.start, span.end).includes('$')) continue;
      const lower = name !== name.toLowerCase();
      yield {
        place,
        message: `\`${raw}\` is no image reference${lower ? ': repository names are lower-case' : ''}.`,
        evidence: [{ kind: 'reference', name, tag: reference.tag, digest: reference.digest }],
        help: 'Write `registry/repository:tag@algorithm:digest`; registry, tag and digest may be left out.',
      };
    }
  },
});

import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'onbuild-present',
  on: 'image',
  since: '1.0',
  severity: 'info',
  category: 'runtime',
  summary: 'An image that runs should hold no ONBUILD triggers.',
  why: 'They do nothing in a container, and surprise whoever builds on the image: their Dockerfile does what it does not say.',
  bad: [{ config: { '[|OnBuild|]': ['COPY . /app'] }, layers: [] }],
  good: [{ config: { OnBuild: [] }, layers: [] }],

  *check({ config: { onbuild } }) {
    const [first] = onbuild;
    if (first === undefined) return;
    yield {
      place: { kind: 'config', key: 'OnBuild' },
      message: `The image holds ${onbuild.length === 1 ? 'an ONBUILD trigger' : `${onbuild.length} ONBUILD triggers`}: \`${first}\`.`,
      evidence: [{ kind: 'command', text: first }],
      help: 'Keep triggers to images that are only built on.',
    };
  },
});

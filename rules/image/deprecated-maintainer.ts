import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'deprecated-maintainer',
  aliases: ['DS-0022'],
  on: 'image',
  since: '1.0',
  severity: 'info',
  category: 'metadata',
  summary: 'Authors should be named by a label.',
  why: 'MAINTAINER is deprecated, and its value stands where few tools look.',
  fault: 'maintainer',
  bad: [{ top: { '[|author|]': 'app@example.com' }, layers: [] }],
  good: [{ config: { Labels: { 'org.opencontainers.image.authors': 'app@example.com' } }, layers: [] }],

  *check({ config, history }) {
    if (!config.author || history.some(({ instruction, author }) => author && instruction?.keyword !== 'MAINTAINER'))
      return;
    yield {
      place: { kind: 'config', key: 'author' },
      message: `The author \`${config.author}\` is named by MAINTAINER.`,
      evidence: [{ kind: 'value', name: 'author', value: config.author }],
      help: 'Use `LABEL org.opencontainers.image.authors="…"`.',
    };
  },
});

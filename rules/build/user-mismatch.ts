import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'user-mismatch',
  on: 'build',
  since: '1.0',
  severity: 'warning',
  category: 'correctness',
  summary: 'The image must run as the user that the Dockerfile says.',
  why: 'Something after the build changed it, or the image is of another file: who reads the Dockerfile believes in a user that nothing runs as.',
  bad: [
    {
      dockerfile: 'FROM scratch\nCOPY a /\n[|USER app|]\n',
      config: { User: 'root' },
      layers: [{ a: 'x' }],
      history: ['COPY a / # buildkit', { by: 'USER app', empty: true, comment: 'buildkit.dockerfile.v0' }],
      message: 'The Dockerfile ends as `app`, and the image runs as `root`.',
    },
    { dockerfile: 'FROM debian:12.9\n[|USER 1000|]\n', config: { User: '' }, layers: [] },
  ],
  good: [
    { dockerfile: 'FROM scratch\nUSER app\n', config: { User: 'app' }, layers: [] },
    { name: 'the user is the base’s', dockerfile: 'FROM acme/base:1\nRUN make\n', config: { User: 'app' }, layers: [] },
    {
      name: 'the build decides',
      dockerfile: 'FROM scratch\nARG WHO=app\nUSER $WHO\n',
      config: { User: 'web' },
      layers: [],
    },
  ],

  *check({ dockerfile, image }) {
    const stage = image.join.stage ?? dockerfile.stages.at(-1);
    const { text, explicit } = stage?.end.user ?? {};
    const given = explicit?.words.some(({ variables }) => variables.length > 0);
    if (!explicit || given || text === undefined || text === image.config.user) return;
    yield {
      place: explicit.place,
      message: `The Dockerfile ends as \`${text}\`, and the image runs as \`${image.config.user || 'root'}\`.`,
      evidence: [{ kind: 'value', name: 'User', value: image.config.user }],
      help: 'Build the image again from this Dockerfile, and change nothing of it afterwards.',
      related: [{ place: { kind: 'config', key: 'User' }, message: 'The image’s own user.' }],
    };
  },
});

import { size } from '../../src/image/size.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'source-maps',
  on: 'image',
  since: '1.0',
  severity: 'off',
  category: 'size',
  summary: 'Source maps need not ship.',
  why: 'They hold the sources that minifying took out, for whoever has the image.',
  bad: [{ layers: [{ '[|app/dist/main.js.map|]': '{}', 'app/dist/main.js': 'x' }] }],
  good: [{ layers: [{ 'app/dist/main.js': 'x', 'usr/share/keymaps/us.map': 'x' }] }],

  *check({ files }) {
    const found = files.all.filter(({ path, entry }) => entry.type === 'file' && /\.(js|mjs|cjs|css)\.map$/.test(path));
    const [first] = found;
    if (!first) return;
    const bytes = found.reduce((sum, { entry }) => sum + entry.size, 0);
    yield {
      place: files.at(first),
      message: `${found.length === 1 ? 'A source map weighs' : `${found.length} source maps weigh`} ${size(bytes)}, \`/${first.path}\` among them.`,
      evidence: [{ kind: 'bytes', what: 'source maps', bytes, count: found.length }],
      help: 'Leave them out of what is copied, or out of the build.',
    };
  },
});

import { fix } from '../../src/dockerfile/edits.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'maintainer',
  aliases: ['DL4000', 'MaintainerDeprecated', 'DS-0022', 'CKV_DOCKER_6'],
  on: 'dockerfile',
  needs: { instructions: ['maintainer'] },
  since: '1.0',
  severity: 'warning',
  category: 'metadata',
  tags: 'deprecated',
  summary: 'Authors must be named by a label, not by MAINTAINER.',
  why: 'MAINTAINER was deprecated in 2017; a label can be read by every tool that reads labels.',
  bad: [
    {
      code: 'FROM debian:12.9\n[|MAINTAINER Ann <ann@example.com>|]',
      fixed: 'FROM debian:12.9\nLABEL org.opencontainers.image.authors="Ann <ann@example.com>"',
    },
    {
      code: 'FROM debian:12.9\n[|maintainer "Ann"|]\nUSER app',
      fixed: 'FROM debian:12.9\nlabel org.opencontainers.image.authors="Ann"\nUSER app',
    },
    {
      code: 'FROM debian:12.9\n[|MAINTAINER The "A" team, 5$|]',
      fixed: 'FROM debian:12.9\nLABEL org.opencontainers.image.authors="The \\"A\\" team, 5\\$"',
    },
  ],
  good: ['FROM debian:12.9\nLABEL org.opencontainers.image.authors="ann@example.com"'],

  *check(file) {
    for (const { keyword, keywordSpan, argsSpan, words } of file.instructions.filter(
      (one) => one.kind === 'maintainer',
    )) {
      const place = file.at({ start: keywordSpan.start, end: argsSpan.end });
      const written = words[0]?.raw ?? '';
      const label = file.text.slice(keywordSpan.start, keywordSpan.end) === keyword ? 'LABEL' : 'label';
      const text = `${label} org.opencontainers.image.authors=${quoted(written, file.escape)}`;
      yield {
        place,
        message: '`MAINTAINER` is deprecated.',
        help: 'Use `LABEL org.opencontainers.image.authors="…"`.',
        fixes: written === '' ? [] : [fix('Write a label', 'safe', { span: place.span, text })],
      };
    }
  },
});

/** MAINTAINER takes its text as it is, quotes and all, but nobody means the quotes. */
function quoted(text: string, mark: string): string {
  if (/^"[^"\\`$]*"$/.test(text)) return text;
  return `"${text.replace(/["$\\`]/g, (char) => (char === '`' && mark !== '`' ? char : mark + char))}"`;
}

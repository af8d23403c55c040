import { hasWildcard } from '../../src/dockerfile/copy-source.ts';
import { type Ignore, type IgnorePattern, parseIgnore } from '../../src/dockerfile/ignore.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'dockerignore-syntax',
  on: 'dockerfile',
  needs: { facts: ['context'] },
  since: '1.0',
  severity: 'warning',
  category: 'correctness',
  summary: 'Every line of .dockerignore must do what it seems to.',
  why: 'A comment counts only at the start of a line, and `!` lets in again only what a line above it kept out; anything else is silently part of a file name that does not exist.',
  bad: [
    {
      code: 'FROM debian:12.9',
      ignore: 'node_modules[|  # installed in the image|]\n.git',
      fixed: 'FROM debian:12.9',
      fixedIgnore: 'node_modules\n.git',
    },
    {
      code: 'FROM debian:12.9',
      ignore: '.git\n[|!README.md|]\n',
      fixed: 'FROM debian:12.9',
      fixedIgnore: '.git\n',
    },
    { code: 'FROM debian:12.9', ignore: '[|[ab|]\n' },
  ],
  good: [
    { code: 'FROM debian:12.9', ignore: '# comment\n*.md\n!README.md\n' },
    { code: 'FROM debian:12.9', ignore: '*\n!src\n!package.json\n' },
    { code: 'FROM debian:12.9', ignore: 'docs\n!docs/app/**\n' },
    { code: 'FROM debian:12.9', ignore: '**/*.log\n!important.log\nfile#1\n' },
    'FROM debian:12.9',
  ],

  *check({ facts }) {
    const ignore = facts.context?.ignore;
    if (ignore === undefined) return;
    const { file, text } = ignore;
    const parsed = parseIgnore(text);
    for (const [at, pattern] of parsed.patterns.entries()) {
      const { span } = pattern;
      const comment = /\s+#.*$/.exec(pattern.raw);
      if (comment) {
        const rest = { start: span.start + comment.index, end: span.end };
        yield {
          place: { kind: 'file', file, span: rest },
          message: `\`${comment[0].trim()}\` is part of the pattern here, which then matches nothing.`,
          help: 'Put the comment on a line of its own.',
          fixes: [{ title: 'Remove it', safety: 'safe', edits: [{ span: rest, text: '', file }] }],
        };
      } else if (pattern.glob === undefined && pattern.path !== '') {
        yield {
          place: { kind: 'file', file, span },
          message: `\`${pattern.raw}\` is no pattern: the builder stops at it.`,
          help: 'Close the bracket, or write it as `[[]`.',
        };
      } else if (pattern.exception && isNeverIgnored(parsed, at, pattern)) {
        yield {
          place: { kind: 'file', file, span },
          message: `\`${pattern.raw}\` lets in again what no line above it kept out.`,
          help: 'Remove it, or put it below the line that keeps it out.',
          fixes: [
            { title: 'Remove the line', safety: 'safe', edits: [{ span: wholeLine(text, span), text: '', file }] },
          ],
        };
      }
    }
  },
});

/** Only where both are plain enough to tell. */
function isNeverIgnored({ patterns }: Ignore, at: number, { path }: IgnorePattern): boolean {
  const above = patterns.slice(0, at).filter(({ exception }) => !exception);
  if (hasWildcard(path)) return above.length === 0;
  return !above.some((one) => mayMatch(one, path));
}

/** The path, a folder above it, or something below it. */
function mayMatch({ path, raw }: IgnorePattern, wanted: string): boolean {
  if (/[*?[\\]/.test(path)) {
    const fixed = path.slice(0, path.search(/[*?[\\]/));
    const literal = /[^*?[\]\\/]+$/.exec(path)?.[0] ?? '';
    return wanted.startsWith(fixed)
      ? wanted.endsWith(literal) || !/^\*\.[\w.]+$/.test(raw)
      : fixed.startsWith(`${wanted}/`);
  }
  return wanted === path || wanted.startsWith(`${path}/`) || path.startsWith(`${wanted}/`);
}

function wholeLine(text: string, { start, end }: { readonly start: number; readonly end: number }) {
  const from = text.lastIndexOf('\n', start - 1) + 1;
  const to = text.indexOf('\n', end);
  return { start: from, end: to === -1 ? text.length : to + 1 };
}

import { hasWildcard, isAddress } from '../../src/dockerfile/copy-source.ts';
import { cleanPath, type Ignore, type IgnorePattern, parseIgnore } from '../../src/dockerfile/ignore.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'ignored-copy-source',
  aliases: ['CopyIgnoredFile'],
  on: 'dockerfile',
  needs: { facts: ['context'], and: { instructions: ['copy', 'add'] } },
  since: '1.0',
  severity: 'warning',
  category: 'correctness',
  summary: 'What is copied must not be kept out by .dockerignore.',
  why: 'The builder never sees the file: the build fails with "not found", though the file lies right there.',
  bad: [
    { code: 'FROM debian:12.9\nCOPY [|app.conf|] /etc/', ignore: '*.conf\n' },
    { code: 'FROM debian:12.9\nCOPY a.txt [|./docs/guide.md|] /app/', ignore: '# nothing\ndocs\n' },
    { code: 'FROM debian:12.9\nADD [|.|] /app', ignore: '**\n' },
    { code: 'FROM debian:12.9\nCOPY [[|".env"|], "/app/"]', ignore: '.env' },
  ],
  good: [
    { code: 'FROM debian:12.9\nCOPY app.conf /etc/', ignore: '*.md\n' },
    { code: 'FROM debian:12.9\nCOPY app.conf /etc/', ignore: '*\n!app.conf\n' },
    { code: 'FROM debian:12.9\nCOPY src /app', ignore: '*\n!src/app\n' },
    { code: 'FROM debian:12.9\nCOPY --from=build app.conf /etc/', ignore: '*.conf\n' },
    { code: 'FROM debian:12.9\nCOPY $FILE *.conf /etc/', ignore: '*.conf\n' },
    { code: 'FROM debian:12.9\nADD https://example.com/app.conf /etc/', ignore: '**/*.conf\n' },
    { code: 'FROM debian:12.9\nCOPY . /app', ignore: '*.md\n' },
    { code: 'FROM debian:12.9\nCOPY . /app', ignore: '*\n!src\n' },
    'FROM debian:12.9\nCOPY app.conf /etc/',
  ],

  *check(file) {
    const ignore = file.facts.context?.ignore;
    if (ignore === undefined) return;
    const parsed = parseIgnore(ignore.text);
    if (parsed.patterns.length === 0) return;
    for (const copy of file.stages.flatMap((stage) => stage.of('copy', 'add'))) {
      if (copy.from) continue;
      for (const source of copy.sources) {
        const { text } = source;
        if (text === undefined || hasWildcard(text) || isAddress(text)) continue;
        const pattern = keptOutBy(parsed, cleanPath(text).replace(/^\//, ''));
        if (pattern === undefined) continue;
        yield {
          place: source.place,
          message: `\`${text}\` is kept out of the context by \`${pattern.raw}\`.`,
          help: `Let it in again in \`${ignore.file}\`: \`!${text}\`.`,
          related: [
            { place: { kind: 'file', file: ignore.file, span: pattern.span }, message: 'This line keeps it out.' },
          ],
        };
      }
    }
  },
});

/** The pattern that keeps a path out, with all that is in it. */
function keptOutBy({ patterns, hasExceptions, decidedBy }: Ignore, path: string): IgnorePattern | undefined {
  if (path === '.' || path === '') {
    if (hasExceptions) return undefined;
    return patterns.find((pattern) => pattern.path === '*' || pattern.path === '**' || pattern.path === '**/*');
  }
  const decided = decidedBy(path);
  if (decided === undefined || decided.exception) return undefined;
  // Something below it may be let in again.
  const below = patterns.some((one) => one.exception && (one.path.startsWith(`${path}/`) || hasWildcard(one.path)));
  return below ? undefined : decided;
}

import { hasWildcard } from '../../src/dockerfile/copy-source.ts';
import { fix } from '../../src/dockerfile/edits.ts';
import type { CopyInstruction } from '../../src/dockerfile/model.ts';
import { defineRule } from '../../src/rule.ts';

/** What ADD unpacks or fetches, by name. */
const archive = /\.(?:tar|t(?:ar\.)?(?:gz|bz2?|xz|lz(?:ma|o)?|zst|Z)|tb2|taz|tlz|tpz|txz|gz|bz2|xz|zst|lzma|lz)$/i;
const remote = /^(?:https?|ftp|git|ssh):\/\/|^git@|^github\.com\/|\.git(?:#|$)/i;

export default defineRule({
  id: 'add-instead-of-copy',
  aliases: ['DL3020', 'DS-0005', 'CKV_DOCKER_4', 'CIS-DI-0009'],
  on: 'dockerfile',
  needs: { instructions: ['add'] },
  since: '1.0',
  history: true,
  severity: 'warning',
  category: 'correctness',
  summary: 'Local files must be brought by COPY.',
  why: 'ADD also unpacks archives and fetches URLs; a reader, or a file that changes its kind, cannot tell which is meant.',
  bad: [
    { code: 'FROM debian:12.9\n[|ADD|] app.py /app/', fixed: 'FROM debian:12.9\nCOPY app.py /app/' },
    { code: 'FROM debian:12.9\n[|add|] . /app', fixed: 'FROM debian:12.9\ncopy . /app' },
    {
      code: 'FROM debian:12.9\n[|ADD|] --chown=app [ "a.txt", "/a.txt" ]',
      fixed: 'FROM debian:12.9\nCOPY --chown=app [ "a.txt", "/a.txt" ]',
    },
    { code: 'FROM debian:12.9\n[|ADD|] app.zip /app/', fixed: 'FROM debian:12.9\nCOPY app.zip /app/' },
  ],
  good: [
    'FROM debian:12.9\nCOPY app.py /app/',
    'FROM scratch\nADD rootfs.tar.xz /',
    'FROM debian:12.9\nADD https://example.com/app.sh /app.sh',
    'FROM debian:12.9\nADD --keep-git-dir=true git@example.com:acme/app.git /src',
    'FROM debian:12.9\nADD https://example.com/acme/app.git#v1 /src',
    'FROM debian:12.9\nARG FILE\nADD $FILE /app/',
    'FROM debian:12.9\nADD a.txt b.tar /app/',
    'FROM debian:12.9\nADD --unpack=true app.bin /app/',
    'FROM debian:12.9\nADD <<EOF /app/a.txt\na\nEOF',
  ],

  *check(file) {
    for (const add of file.stages.flatMap((stage) => stage.of('add', 'copy'))) {
      if (add.kind !== 'add' || !isPlainCopy(add)) continue;
      const keyword = file.text.slice(add.keywordSpan.start, add.keywordSpan.end);
      const copy = keyword === keyword.toLowerCase() ? 'copy' : 'COPY';
      yield {
        place: file.at(add.keywordSpan),
        message: `\`ADD\` brings plain local files here: ${add.sources.map(({ text }) => `\`${text}\``).join(', ')}.`,
        help: 'Use `COPY`.',
        fixes: [fix('Use COPY', isCertain(add) ? 'safe' : 'unsafe', { span: add.keywordSpan, text: copy })],
      };
    }
  },
});

function isPlainCopy({ sources, flags }: CopyInstruction): boolean {
  if (sources.length === 0 || flags.some(({ name }) => /^(?:checksum|unpack|keep-git-dir)$/.test(name))) return false;
  return sources.every(({ text }) => text !== undefined && !archive.test(text) && !remote.test(text));
}

/** ADD looks at a file's first bytes, not at its name: a single name without an ending may be an archive after all. */
function isCertain({ sources }: CopyInstruction): boolean {
  return sources.every(({ text = '' }) => /^\.{0,2}\/?$|\/$|\.[A-Za-z][\w-]{0,7}$/.test(text) && !hasWildcard(text));
}

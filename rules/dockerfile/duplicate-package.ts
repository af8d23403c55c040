import { removeArgument } from '../../src/dockerfile/command-edits.ts';
import { fix } from '../../src/dockerfile/edits.ts';
import { packageCommandsOf } from '../../src/dockerfile/package-commands.ts';
import type { PackageWord } from '../../src/dockerfile/packages.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'duplicate-package',
  on: 'dockerfile',
  needs: { actions: ['install'] },
  since: '1.0',
  severity: 'warning',
  category: 'style',
  summary: 'A package must be listed once in an install.',
  why: 'A name that stands twice is what a merge left behind; where the two ask for different versions, which one wins is up to the manager.',
  bad: [
    {
      code: 'FROM debian:12.9\nRUN apt-get install -y curl \\\n    git \\\n    [|curl|]',
      fixed: 'FROM debian:12.9\nRUN apt-get install -y curl \\\n    git',
    },
    'FROM python:3.13\nRUN pip install flask==3.1.0 [|flask|]',
    {
      code: 'FROM alpine:3.21\nRUN apk add git [|git|] bash',
      fixed: 'FROM alpine:3.21\nRUN apk add git bash',
    },
  ],
  good: [
    'FROM debian:12.9\nRUN apt-get install -y curl && apt-get install -y curl',
    'FROM debian:12.9\nRUN apt-get install -y libc6:amd64 libc6:i386 $A $A',
    'FROM python:3.13\nRUN pip install "app[a]" "app[b]"',
  ],

  *check(file) {
    for (const { action, command, packages } of packageCommandsOf(file.stages)) {
      if (action !== 'install') continue;
      const first = new Map<string, PackageWord>();
      for (const one of packages) {
        const key = keyOf(one);
        if (key === undefined) continue;
        const earlier = first.get(key);
        first.set(key, earlier ?? one);
        if (earlier === undefined) continue;
        const same = earlier.word.raw === one.word.raw;
        yield {
          place: one.word.place,
          message: `\`${one.name}\` is listed twice in this install.`,
          related: [{ place: earlier.word.place, message: 'It is listed here first.' }],
          help: 'Keep one of them.',
          fixes: same ? [fix('Remove the second', 'safe', removeArgument(file, command, one.word))] : [],
        };
      }
    }
  },
});

/** Architectures and extras make another package of it. */
function keyOf({ kind, name, word }: PackageWord): string | undefined {
  if (kind === 'unknown' || name === undefined || word.text === undefined) return undefined;
  const extras = word.text.includes('[') ? /\[.*\]/.exec(word.text)?.[0] : undefined;
  const architecture = word.text.includes(':') ? /:[a-z0-9]+$/.exec(word.text)?.[0] : undefined;
  return `${name} ${extras ?? ''} ${architecture ?? ''}`;
}

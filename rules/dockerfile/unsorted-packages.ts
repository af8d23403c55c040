import { replace } from '../../src/dockerfile/command-edits.ts';
import { fix } from '../../src/dockerfile/edits.ts';
import type { Dockerfile } from '../../src/dockerfile/model.ts';
import { packageCommandsOf } from '../../src/dockerfile/package-commands.ts';
import type { PackageWord } from '../../src/dockerfile/packages.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'unsorted-packages',
  on: 'dockerfile',
  needs: { actions: ['install'] },
  since: '1.0',
  severity: 'off',
  category: 'style',
  summary: 'Packages listed line by line must be in alphabetical order.',
  why: 'In a sorted list a name is found at once, is not added twice, and a change touches one line.',
  bad: [
    {
      code: 'FROM debian:12.9\nRUN apt-get install -y \\\n    git \\\n    [|curl|] \\\n    bash=5.2',
      fixed: 'FROM debian:12.9\nRUN apt-get install -y \\\n    bash=5.2 \\\n    curl \\\n    git',
    },
    'FROM alpine:3.21\nRUN apk add --no-cache \\\n    zip \\\n    # to fetch\n    [|curl|]',
  ],
  good: [
    'FROM debian:12.9\nRUN apt-get install -y \\\n    bash \\\n    curl \\\n    git',
    'FROM debian:12.9\nRUN apt-get install -y git curl',
    'FROM debian:12.9\nRUN apt-get install -y \\\n    git curl \\\n    bash',
    'FROM debian:12.9\nRUN apt-get install -y \\\n    zip \\\n    $EXTRA',
  ],

  *check(file) {
    for (const { action, manager, packages } of packageCommandsOf(file.stages)) {
      if (action !== 'install' || !manager.system || !onePerLine(file, packages)) continue;
      const sorted = packages.toSorted((a, b) => compare(nameOf(a), nameOf(b)));
      const wrong = packages.find((one, at) => at > 0 && compare(nameOf(one), nameOf(packages[at - 1] ?? one)) < 0);
      if (wrong === undefined) continue;
      const edits = packages.flatMap((one, at) => {
        const raw = sorted[at]?.word.raw ?? '';
        return raw === one.word.raw ? [] : [replace(one.word, raw)];
      });
      yield {
        place: wrong.word.place,
        message: `\`${nameOf(wrong)}\` is out of alphabetical order.`,
        help: 'Sort the list.',
        fixes: isCommented(file, packages) ? [] : [fix('Sort the packages', 'safe', ...edits)],
      };
    }
  },
});

const nameOf = ({ name = '' }: PackageWord): string => name.toLowerCase();

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function onePerLine({ lines }: Dockerfile, packages: readonly PackageWord[]): boolean {
  if (packages.length < 2 || packages.some(({ kind, word }) => kind === 'unknown' || word.text === undefined))
    return false;
  const at = new Set(packages.map(({ word }) => lines.position(word.span.start).line));
  return at.size === packages.length;
}

/** A comment speaks of the line below it: names cannot be moved away from it. */
function isCommented({ text }: Dockerfile, packages: readonly PackageWord[]): boolean {
  return text.slice(packages[0]?.word.span.start, packages.at(-1)?.word.span.end).includes('#');
}

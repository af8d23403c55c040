import { fix } from '../../src/dockerfile/edits.ts';
import { expansionsOf, loopsOf } from '../../src/dockerfile/ran.ts';
import type { DockerfilePlace } from '../../src/finding.ts';
import { defineRule } from '../../src/rule.ts';

const whole = /^\$(?:\{([@*])\}|([@*]))$/;

export default defineRule({
  id: 'unquoted-arguments',
  aliases: ['SC2068', 'SC2048'],
  on: 'dockerfile',
  needs: { parts: ['variable', 'loop'] },
  since: '1.0',
  severity: 'info',
  category: 'correctness',
  summary: '`$@` must be quoted.',
  why: 'Without quotes each argument is split at its blanks and taken for a pattern of names, and an empty one is lost.',
  fault: 'SC2068',
  bad: [
    {
      code: 'FROM debian:12.9\nRUN run() { sed -i [|$@|]; }; run "s/a b/c/" /etc/app.conf',
      fixed: 'FROM debian:12.9\nRUN run() { sed -i "$@"; }; run "s/a b/c/" /etc/app.conf',
    },
    'FROM debian:12.9\nRUN all() { for one in [|$*|]; do rm "$one"; done; }; all a b',
  ],
  good: [
    'FROM debian:12.9\nRUN run() { sed -i "$@"; echo $# $@; }; run a b',
    "FROM debian:12.9\nRUN sh -c 'cat $@' a b",
  ],

  *check({ stages }) {
    for (const { part } of expansionsOf(stages)) {
      const harmless = part.command === undefined || part.command.name === 'echo' || part.guarded;
      if (!harmless && part.word === part.raw && whole.test(part.raw)) yield split(part);
    }
    for (const { part } of loopsOf(stages)) for (const word of part.words) if (whole.test(word.raw)) yield split(word);
  },
});

function split({ raw, place }: { readonly raw: string; readonly place: DockerfilePlace }) {
  const all = raw.includes('@');
  return {
    place,
    message: `\`${raw}\` splits arguments that hold blanks.`,
    help: 'Write `"$@"`.',
    fault: all ? 'SC2068' : 'SC2048',
    fixes: all ? [fix('Quote it', 'unsafe', { span: place.span, text: `"${raw}"` })] : [],
  };
}

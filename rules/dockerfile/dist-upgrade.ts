import { packageCommandsOf } from '../../src/dockerfile/package-commands.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'dist-upgrade',
  aliases: ['DL3035', 'DS-0024', 'DKL-DI-0003'],
  on: 'dockerfile',
  needs: { actions: ['dist-upgrade'] },
  since: '1.0',
  history: true,
  severity: 'warning',
  category: 'reproducibility',
  summary: 'A build must not upgrade the distribution.',
  why: 'It may remove and replace packages that the base image relies on, doubles them in a new layer, and gives another result every day; a newer base image is the upgrade.',
  bad: [
    'FROM debian:12.9\nRUN apt-get update && [|apt-get -y dist-upgrade|]',
    'FROM opensuse/leap:15.6\nRUN [|zypper -n dup|]',
    'FROM debian:12.9\nRUN [|apt full-upgrade|] -y',
  ],
  good: ['FROM debian:12.9\nRUN apt-get update && apt-get -y upgrade', 'FROM opensuse/leap:15.6\nRUN zypper -n patch'],

  *check(file) {
    for (const { action, command, verb, verbWord } of packageCommandsOf(file.stages)) {
      if (action !== 'dist-upgrade') continue;
      yield {
        place: file.at({ start: command.span.start, end: verbWord.span.end }),
        message: `\`${command.name} ${verb}\` upgrades all of the base image, and may remove packages of it.`,
        help: 'Take a newer base image.',
      };
    }
  },
});

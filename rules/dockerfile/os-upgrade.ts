import { packageCommandsOf } from '../../src/dockerfile/package-commands.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'os-upgrade',
  on: 'dockerfile',
  needs: { actions: ['upgrade'] },
  since: '1.0',
  severity: 'off',
  category: 'reproducibility',
  summary: 'The packages of the base image should be upgraded by a newer base image.',
  why: 'An upgrade during the build stores the replaced files a second time and gives another result every day. Where the base image lags behind with security updates it may still be right.',
  bad: [
    'FROM debian:12.9\nRUN apt-get update && [|apt-get -y upgrade|]',
    'FROM alpine:3.21\nRUN [|apk upgrade|] --no-cache',
    'FROM fedora:41\nRUN [|dnf -y update|]',
  ],
  good: [
    'FROM debian:12.9\nRUN apt-get update && apt-get install -y curl',
    'FROM python:3.13\nRUN pip install --upgrade pip==24.3',
    'FROM fedora:41\nRUN dnf -y update openssl',
  ],

  *check(file) {
    for (const { action, manager, command, verb, verbWord, operands } of packageCommandsOf(file.stages)) {
      if (action !== 'upgrade' || !manager.system || operands.length > 0) continue;
      yield {
        place: file.at({ start: command.span.start, end: verbWord.span.end }),
        message: `\`${command.name} ${verb}\` upgrades what the base image brought.`,
        help: 'Take a newer base image.',
      };
    }
  },
});

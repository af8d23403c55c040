import { defineRule } from '../../src/rule.ts';

const suppression =
  /^\s*(?:plimsoll\s+ignore(?:-stage|-file)?\s*=|hadolint\s+(?:global\s+|stage\s+)?ignore\s*=|check\s*=\s*(?:.*;)?\s*skip\s*=|trivy:ignore:|checkov:skip=|shellcheck\s+disable=)/i;

export default defineRule({
  id: 'inline-suppression',
  aliases: ['DL1001'],
  on: 'dockerfile',
  since: '1.0',
  severity: 'off',
  category: 'style',
  summary: 'Findings must not be silenced in the file.',
  why: 'Where exceptions are to be agreed on, they belong into the configuration, with a reason and a date.',
  bad: [
    'FROM debian:12.9\n[|# hadolint ignore=DL3008|]\nRUN apt-get install curl',
    'FROM debian:12.9\n[|# plimsoll ignore=root-user it needs a device|]\nUSER root',
    '[|# check=skip=JSONArgsRecommended|]\nFROM debian:12.9',
    'FROM debian:12.9\nRUN a && \\\n  [|# plimsoll ignore=sudo|]\n  b',
  ],
  good: [
    'FROM debian:12.9\n# hadolint shell=bash\nRUN true',
    'FROM debian:12.9\n# Do not ignore=this.\nRUN true',
    '# check=error=true\nFROM debian:12.9',
  ],

  *check(file) {
    const directives = file.directives.map(({ place, name, value }) => ({ place, text: `${name}=${value}` }));
    for (const { place, text } of [...directives, ...file.comments]) {
      if (!suppression.test(text)) continue;
      yield {
        place,
        message: 'A finding is silenced here.',
        help: 'Put the fault right, or move the exception into the configuration.',
      };
    }
  },
});

import { fix, removeFlag } from '../../src/dockerfile/edits.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'constant-platform',
  aliases: ['DL3029', 'FromPlatformFlagConstDisallowed'],
  on: 'dockerfile',
  since: '1.0',
  severity: 'warning',
  category: 'correctness',
  summary: 'FROM must not fix the platform.',
  why: 'The stage is then built for one platform whatever the builder is asked for, so the image cannot be built for another.',
  needs: { texts: ['--platform'] },
  bad: [
    { code: 'FROM [|--platform=linux/amd64|] debian:12.9', fixed: 'FROM debian:12.9' },
    { code: 'FROM [|--platform=linux/arm64/v8|] node:22 AS build', fixed: 'FROM node:22 AS build' },
  ],
  good: [
    'FROM debian:12.9',
    'FROM --platform=$BUILDPLATFORM golang:1.26 AS build',
    'ARG PLATFORM=linux/amd64\nFROM --platform=$PLATFORM debian:12.9',
    'FROM --platform=linux/amd64 debian:12.9 AS build-amd64',
    'FROM --platform=linux/arm64 debian:12.9 AS linux-only',
  ],

  *check(file) {
    for (const { from, name = '' } of file.stages) {
      const flag = from.flag('platform');
      const text = flag?.value?.text;
      if (!flag?.value || text === undefined || flag.value.variables.length > 0) continue;
      // A stage named after its platform is one of several, chosen by name.
      const [os = '', arch = ''] = text.toLowerCase().split('/');
      if (os === '' || name.includes(os) || (arch !== '' && name.includes(arch))) continue;
      yield {
        place: flag.place,
        message: `This stage is always built for \`${text}\`.`,
        evidence: [{ kind: 'value', name: 'platform', value: text }],
        help: 'Leave the platform to `--platform` of the build, or name the stage after it.',
        fixes: [fix('Remove the flag', 'unsafe', removeFlag(file, from, flag))],
      };
    }
  },
});

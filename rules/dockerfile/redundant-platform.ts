import { fix, removeFlag } from '../../src/dockerfile/edits.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'redundant-platform',
  aliases: ['DL3065', 'RedundantTargetPlatform'],
  on: 'dockerfile',
  since: '1.0',
  severity: 'warning',
  category: 'style',
  tags: 'unnecessary',
  summary: 'FROM need not be told the target platform.',
  why: 'A base is pulled for the target platform anyway; the flag says nothing.',
  needs: { texts: ['--platform'] },
  bad: [
    { code: 'FROM [|--platform=$TARGETPLATFORM|] debian:12.9', fixed: 'FROM debian:12.9' },
    { code: 'FROM [|--platform="${TARGETPLATFORM}"|] debian:12.9 AS app', fixed: 'FROM debian:12.9 AS app' },
  ],
  good: [
    'FROM debian:12.9',
    'FROM --platform=$BUILDPLATFORM debian:12.9',
    'FROM --platform=$TARGETOS/$TARGETARCH debian:12.9',
    'FROM --platform=${TARGETPLATFORM:-linux/amd64} debian:12.9',
    'ARG TARGETPLATFORM=linux/arm64\nFROM --platform=$TARGETPLATFORM debian:12.9',
  ],

  *check(file) {
    for (const { from } of file.stages) {
      const flag = from.flag('platform');
      const [variable] = flag?.value?.variables ?? [];
      if (!flag || !variable || !/^"?\$(?:TARGETPLATFORM|\{TARGETPLATFORM\})"?$/.test(flag.value?.raw ?? '')) continue;
      if (variable.declaration && variable.declaration.by !== 'predefined') continue;
      yield {
        place: flag.place,
        message: '`--platform=$TARGETPLATFORM` is what the builder does without it.',
        help: 'Remove the flag.',
        fixes: [fix('Remove the flag', 'safe', removeFlag(file, from, flag))],
      };
    }
  },
});

import { removeFlagWord } from '../../src/dockerfile/command-edits.ts';
import { verifies } from '../../src/dockerfile/downloads.ts';
import { fix } from '../../src/dockerfile/edits.ts';
import { commandsOf } from '../../src/dockerfile/ran.ts';
import type { Command } from '../../src/dockerfile/script-model.ts';
import { defineRule } from '../../src/rule.ts';

/** Flags by which a manager takes packages whose signature nobody checked. */
const flags: Readonly<Record<string, readonly string[]>> = {
  apk: ['--allow-untrusted'],
  'apt-get': ['--allow-unauthenticated', '--force-yes'],
  apt: ['--allow-unauthenticated', '--force-yes'],
  aptitude: ['--allow-untrusted'],
  yum: ['--nogpgcheck', '--no-gpg-checks'],
  dnf: ['--nogpgcheck', '--no-gpgchecks', '--no-gpg-checks'],
  microdnf: ['--nogpgcheck'],
  tdnf: ['--nogpgcheck'],
  zypper: ['--no-gpg-checks', '--allow-unsigned-rpm'],
  rpm: ['--nosignature', '--nodigest', '--noverify', '--nofiledigest'],
};

export default defineRule({
  id: 'unverified-packages',
  aliases: ['CKV2_DOCKER_7', 'CKV2_DOCKER_8', 'CKV2_DOCKER_9', 'CKV2_DOCKER_10', 'CKV2_DOCKER_11'],
  on: 'dockerfile',
  needs: {
    texts: [
      '--allow-un',
      '--force-yes',
      'gpgcheck',
      'gpg-check',
      '--nosig',
      '--nodig',
      '--nover',
      '--nofile',
      'trusted=yes',
    ],
  },
  since: '1.0',
  history: true,
  severity: 'warning',
  category: 'security',
  securitySeverity: 7,
  summary: 'Packages must not be installed with signature checks turned off.',
  why: 'Without the check, whoever stands between the build and the mirror, or controls the mirror, decides what is installed as root.',
  bad: [
    {
      code: 'FROM alpine:3.21\nRUN apk add [|--allow-untrusted|] app',
      fixed: 'FROM alpine:3.21\nRUN apk add app',
    },
    'FROM debian:12.9\nRUN apt-get install -y [|--force-yes|] app',
    'FROM fedora:41\nRUN dnf install -y [|--nogpgcheck|] app && rpm -i [|--nosignature|] app.rpm',
    'FROM debian:12.9\nRUN echo "deb [|[trusted=yes]|] https://example.com/apt ./" > /etc/apt/sources.list.d/app.list',
  ],
  good: [
    'FROM alpine:3.22\nARG ARCH\nRUN gpg --verify app-$ARCH.sig "app-$ARCH.apk" && apk add --allow-untrusted "app-$ARCH.apk"',
    'FROM alpine:3.21\nRUN apk add app',
    'FROM debian:12.9\nRUN echo "deb [signed-by=/etc/apt/keyrings/app.gpg] https://example.com/apt ./" > /etc/apt/sources.list.d/app.list',
    'FROM debian:12.9\nRUN echo "deb [trusted=yes] file:/repo ./" > /etc/apt/sources.list.d/local.list',
    'FROM alpine:3.21\nRUN apk add --allow-untrusted /tmp/app.apk',
  ],

  *check(file) {
    for (const { command } of commandsOf(file.stages)) {
      for (const { name, word } of command.parsed.flags) {
        if (!flags[command.name ?? '']?.includes(name) || isLocal(command.name, command.parsed.operands)) continue;
        if (isChecked(command)) continue;
        const edit = removeFlagWord(file, command, name);
        yield {
          place: word.place,
          message: `\`${name}\` installs packages whose signature was not checked.`,
          help: 'Bring the signing key in, and leave the check on.',
          fixes: edit ? [fix(`Remove ${name}`, 'unsafe', edit)] : [],
        };
      }
      if (command.name !== 'echo' && command.name !== 'printf') continue;
      for (const { raw, span } of command.args) {
        const at = raw.search(/\[[^\]]*\btrusted=yes\b[^\]]*\]\s+(?!file:|copy:|cdrom:)/);
        if (at === -1 || file.text.slice(span.start, span.end) !== raw) continue;
        const end = span.start + raw.indexOf(']', at) + 1;
        yield {
          place: file.at({ start: span.start + at, end }),
          message: '`trusted=yes` takes whatever this archive sends, signed or not.',
          help: "Name the archive's key: `[signed-by=/etc/apt/keyrings/app.gpg]`.",
        };
      }
    }
  },
});

/** A file that lies in the build already is as trusted as the build. */
function isLocal(
  name: string | undefined,
  operands: readonly { readonly text: string | undefined; readonly prefix: string }[],
): boolean {
  const files = operands.slice(name === 'rpm' ? 0 : 1);
  if (name === 'rpm') return false;
  return (
    files.length > 0 && files.every(({ text, prefix }) => /^\.{0,2}\/|^[^/:]+\.(?:apk|rpm|deb)$/.test(text ?? prefix))
  );
}

/** Its own file, after a look at its checksum or its signature by other means. */
function isChecked({ script, parsed }: Command): boolean {
  return parsed.operands.some(({ raw }) => /\.(?:apk|rpm|deb)"?$/.test(raw)) && verifies(script);
}

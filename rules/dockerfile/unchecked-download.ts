import { downloadsOf, usedBy, verifies } from '../../src/dockerfile/downloads.ts';
import { addFlag, fix } from '../../src/dockerfile/edits.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'unchecked-download',
  on: 'dockerfile',
  needs: { commands: ['curl', 'wget'], instructions: ['add'] },
  since: '1.0',
  history: true,
  severity: 'info',
  category: 'security',
  securitySeverity: 5,
  summary: 'What is downloaded and used must be checked against a checksum or signature.',
  why: 'A release can be replaced after the fact, and a mirror taken over; a checksum that stands in the Dockerfile stops the build when either happens.',
  bad: [
    'FROM debian:12.9\nRUN [|curl -fsSL https://example.com/app.tar.gz | tar xz -C /opt|]',
    'FROM debian:12.9\nRUN [|wget -q https://example.com/app.zip|] && unzip app.zip -d /opt',
    'FROM debian:12.9\nRUN [|curl -fsSLo /usr/local/bin/app https://example.com/app|] && chmod +x /usr/local/bin/app',
    {
      code: 'FROM debian:12.9\nADD [|https://example.com/app.conf|] /etc/',
      facts: {
        registry: {
          images: new Map(),
          checksums: new Map([['https://example.com/app.conf', `sha256:${'1'.repeat(64)}`]]),
        },
      },
      fixed: `FROM debian:12.9\nADD --checksum=sha256:${'1'.repeat(64)} https://example.com/app.conf /etc/`,
    },
  ],
  good: [
    'FROM debian:12.9\nRUN curl -fsSLO https://example.com/app.tar.gz && echo "$SUM  app.tar.gz" | sha256sum -c && tar xf app.tar.gz',
    'FROM debian:12.9\nRUN curl -fsSLO https://example.com/app.tgz && gpg --verify app.tgz.asc && tar xf app.tgz',
    'FROM debian:12.9\nRUN curl -fsSL https://example.com/key.asc -o /etc/apt/keyrings/app.asc',
    `FROM debian:12.9\nADD --checksum=sha256:${'0'.repeat(64)} https://example.com/app.conf /etc/`,
    'FROM debian:12.9\nADD https://github.com/acme/app.git#v1.0 /src',
    'FROM debian:12.9\nRUN curl -fsSL https://example.com/version > version',
  ],

  *check(file) {
    const { registry } = file.facts;
    for (const download of downloadsOf(file.stages)) {
      const { command } = download;
      const user = verifies(command.script) ? undefined : usedBy(download);
      if (user === undefined) continue;
      const pipeline = command.script.pipelines.find(
        ({ span }) => download.piped && span.start <= command.span.start && command.span.end <= span.end,
      );
      yield {
        place: file.at((pipeline ?? command).span),
        message: `What \`${command.name}\` fetches is used by \`${user.name}\` without a look at its checksum.`,
        help: 'Write the expected checksum down and check it: `echo "<sum>  <file>" | sha256sum -c`, or use `ADD --checksum`.',
        related: [{ place: user.place, message: 'It is used here.' }],
      };
    }
    for (const add of file.stages.flatMap((stage) => stage.of('copy', 'add'))) {
      if (add.kind !== 'add' || add.flag('checksum')) continue;
      for (const source of add.sources) {
        const url = source.text ?? source.raw;
        if (!/^https?:\/\//i.test(url) || /\.git(?:[#?]|$)/.test(url)) continue;
        const sum = add.sources.length === 1 ? registry?.checksums?.get(url) : undefined;
        yield {
          place: source.place,
          message: 'Nothing checks what this address gives.',
          help: 'Give `--checksum=sha256:…`.',
          fixes:
            sum === undefined ? [] : [fix('Pin the checksum of today', 'unsafe', addFlag(add, `--checksum=${sum}`))],
        };
      }
    }
  },
});

import { downloadsOf, isLocalAddress, verifies } from '../../src/dockerfile/downloads.ts';
import { fix } from '../../src/dockerfile/edits.ts';
import type { Located } from '../../src/dockerfile/located.ts';
import type { Dockerfile } from '../../src/dockerfile/model.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'plain-http-download',
  on: 'dockerfile',
  needs: { commands: ['curl', 'wget'], instructions: ['add'] },
  since: '1.0',
  history: true,
  severity: 'info',
  category: 'security',
  securitySeverity: 5.9,
  summary: 'Downloads must be encrypted.',
  why: 'Over plain HTTP whoever stands in between decides what arrives.',
  bad: [
    {
      code: 'FROM debian:12.9\nRUN curl -fsSLO [|http://example.com/app.tar.gz|]',
      fixed: 'FROM debian:12.9\nRUN curl -fsSLO https://example.com/app.tar.gz',
    },
    'FROM debian:12.9\nRUN wget -q [|"http://example.com/$VERSION.zip"|]',
    {
      code: 'FROM debian:12.9\nADD [|http://example.com/app.conf|] /etc/',
      fixed: 'FROM debian:12.9\nADD https://example.com/app.conf /etc/',
    },
  ],
  good: [
    'FROM debian:12.9\nRUN curl -fsSLO https://example.com/app.tar.gz',
    'FROM debian:12.9\nRUN curl -f http://localhost:8080/health && wget -q http://127.0.0.1/ http://app:80/ http://10.0.0.1/x',
    'FROM debian:12.9\nRUN curl -fsSLO http://example.com/app.tar.gz && echo "$SUM  app.tar.gz" | sha256sum -c',
    'FROM debian:12.9\nRUN curl -x http://proxy.example.com:3128 https://example.com/app',
    `FROM debian:12.9\nADD --checksum=sha256:${'0'.repeat(64)} http://example.com/app.conf /etc/`,
    'FROM debian:12.9\nRUN curl -f $URL http://$HOST/x',
  ],

  *check(file) {
    for (const { urls, command } of downloadsOf(file.stages)) {
      if (verifies(command.script)) continue;
      for (const url of urls) if (isPlain(url.text ?? url.prefix)) yield draft(file, url);
    }
    for (const add of file.stages.flatMap((stage) => stage.of('copy', 'add'))) {
      if (add.kind !== 'add' || add.flag('checksum')) continue;
      for (const source of add.sources) if (isPlain(source.text ?? source.raw)) yield draft(file, source);
    }
  },
});

function isPlain(url: string): boolean {
  return /^http:\/\//i.test(url) && !isLocalAddress(url);
}

function draft(file: Dockerfile, url: Located) {
  const start = file.text.indexOf('http://', url.span.start);
  const span = { start, end: start + 'http'.length };
  return {
    place: url.place,
    message: 'This download is neither encrypted nor checked.',
    help: 'Fetch it over `https://`, or check what came against a checksum.',
    fixes: start === -1 || start >= url.span.end ? [] : [fix('Use https', 'unsafe', { span, text: 'https' })],
  };
}

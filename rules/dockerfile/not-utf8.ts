import { defineRule } from '../../src/rule.ts';

const names = { latin1: 'no UTF-8', 'utf-16le': 'UTF-16', 'utf-16be': 'UTF-16' };

export default defineRule({
  id: 'not-utf8',
  on: 'dockerfile',
  since: '1.0',
  severity: 'info',
  category: 'correctness',
  summary: 'A Dockerfile must be written in UTF-8.',
  why: 'Builders take the bytes as they are: a path or value with such a character comes out as something else, and UTF-16 is not read at all.',
  bad: [
    { code: 'FROM debian:12.9\n# caf[|é|]\nLABEL a=é', encoding: 'latin1' },
    { code: '[|FROM debian:12.9|]\nRUN true', encoding: 'utf-16le', severity: 'error' },
  ],
  good: ['FROM debian:12.9\n# café', { code: 'FROM debian:12.9', encoding: 'utf-8' }],

  *check(file) {
    const { encoding, text, lines } = file;
    if (encoding === 'utf-8') return;
    const start = encoding === 'latin1' ? text.search(/[\u0080-\uffff]/) : 0;
    const end = encoding === 'latin1' ? start + 1 : lines.span(1).end;
    yield {
      place: file.at({ start: Math.max(0, start), end: Math.max(0, end) }),
      message: `The file is ${names[encoding]}.`,
      help: 'Save it as UTF-8.',
      // No builder reads UTF-16; a byte of Latin-1 may well stand in a comment.
      ...(encoding !== 'latin1' && { severity: 'error' as const }),
    };
  },
});

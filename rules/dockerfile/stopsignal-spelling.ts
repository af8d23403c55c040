import { fix } from '../../src/dockerfile/edits.ts';
import { defineRule } from '../../src/rule.ts';

/** Numbers that mean the same on every machine that Linux runs on. */
const numbers: Readonly<Record<string, string>> = { 1: 'HUP', 2: 'INT', 3: 'QUIT', 9: 'KILL', 15: 'TERM' };
const names =
  /^(?:ABRT|ALRM|BUS|CHLD|CONT|FPE|HUP|ILL|INT|IO|KILL|PIPE|PROF|PWR|QUIT|SEGV|STKFLT|STOP|SYS|TERM|TRAP|TSTP|TTIN|TTOU|URG|USR1|USR2|VTALRM|WINCH|XCPU|XFSZ|RTMIN(?:\+\d+)?|RTMAX(?:-\d+)?)$/;

export default defineRule({
  id: 'stopsignal-spelling',
  on: 'dockerfile',
  needs: { instructions: ['stopsignal'] },
  since: '1.0',
  severity: 'info',
  category: 'style',
  summary: 'STOPSIGNAL should name the signal as its manual does.',
  why: '`SIGTERM` is read by everybody; `15` or `term` has to be looked up, and some runtimes refuse it.',
  bad: [
    { code: 'FROM debian:12.9\nSTOPSIGNAL [|15|]', fixed: 'FROM debian:12.9\nSTOPSIGNAL SIGTERM' },
    { code: 'FROM debian:12.9\nSTOPSIGNAL [|quit|]', fixed: 'FROM debian:12.9\nSTOPSIGNAL SIGQUIT' },
    { code: 'FROM debian:12.9\nSTOPSIGNAL [|"SIGINT"|]', fixed: 'FROM debian:12.9\nSTOPSIGNAL SIGINT' },
    { code: 'FROM debian:12.9\nSTOPSIGNAL [|SIGTREM|]', severity: 'warning', message: '`SIGTREM` is no signal.' },
  ],
  good: [
    'FROM debian:12.9\nSTOPSIGNAL SIGTERM',
    'FROM debian:12.9\nSTOPSIGNAL SIGRTMIN+3',
    'FROM debian:12.9\nSTOPSIGNAL $SIGNAL',
    'FROM debian:12.9\nSTOPSIGNAL 37',
  ],

  *check({ stages }) {
    for (const { words, stage } of stages.flatMap((one) => one.of('stopsignal'))) {
      const [signal] = words;
      if (!signal?.text || signal.variables.length > 0 || stage?.windows) continue;
      const short = numbers[signal.text] ?? signal.text.toUpperCase().replace(/^SIG/, '');
      const wanted = `SIG${short}`;
      if ((signal.raw === wanted && names.test(short)) || /^\d+$/.test(short)) continue;
      if (names.test(short)) {
        yield {
          place: signal.place,
          message: `\`${signal.raw}\` is \`${wanted}\`.`,
          help: `Write \`${wanted}\`.`,
          fixes: [fix(`Write \`${wanted}\``, 'safe', { span: signal.span, text: wanted })],
        };
      } else {
        yield {
          place: signal.place,
          severity: 'warning',
          message: `\`${signal.text}\` is no signal.`,
          help: 'Write a signal like `SIGTERM`.',
        };
      }
    }
  },
});

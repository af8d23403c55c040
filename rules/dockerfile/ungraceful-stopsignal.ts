import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'ungraceful-stopsignal',
  on: 'dockerfile',
  needs: { instructions: ['stopsignal'] },
  since: '1.0',
  severity: 'warning',
  category: 'runtime',
  summary: 'STOPSIGNAL must be a signal that a program can answer.',
  why: 'SIGKILL and SIGSTOP cannot be caught: what is being written is lost at every stop.',
  bad: [
    'FROM debian:12.9\nSTOPSIGNAL [|SIGKILL|]',
    'FROM debian:12.9\nSTOPSIGNAL [|9|]',
    'FROM debian:12.9\nSTOPSIGNAL [|stop|]',
  ],
  good: [
    'FROM debian:12.9\nSTOPSIGNAL SIGTERM',
    'FROM debian:12.9\nSTOPSIGNAL SIGQUIT',
    'FROM debian:12.9\nSTOPSIGNAL $SIGNAL',
  ],

  *check({ stages }) {
    for (const { words } of stages.flatMap((stage) => stage.of('stopsignal'))) {
      const [signal] = words;
      if (!signal?.text || !/^(?:(?:SIG)?(?:KILL|STOP)|9|19)$/i.test(signal.text)) continue;
      yield {
        place: signal.place,
        message: `\`${signal.text}\` cannot be caught, so the program is cut off.`,
        help: 'Use the signal that the program ends by, mostly `SIGTERM`.',
      };
    }
  },
});

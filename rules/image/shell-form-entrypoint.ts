import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'shell-form-entrypoint',
  aliases: ['DL3025'],
  on: 'image',
  since: '1.0',
  severity: 'warning',
  category: 'runtime',
  summary: 'An image must start its program, not a shell around it.',
  why: '`sh -c` is process 1 then, and passes no signals on: the program is killed after the grace period instead of stopping.',
  fault: 'shell-form',
  bad: [
    { config: { Entrypoint: ['[|/bin/sh|]', '-c', 'app --port 8080'] }, layers: [] },
    { config: { Cmd: ['[|/bin/sh|]', '-c', 'npm start'] }, layers: [] },
  ],
  good: [
    { config: { Entrypoint: ['/app', '--port', '8080'] }, layers: [] },
    { name: 'a shell that gives way', config: { Cmd: ['/bin/sh', '-c', 'exec app'] }, layers: [] },
    { name: 'only a shell', config: { Cmd: ['/bin/sh'] }, layers: [] },
    {
      name: 'arguments of an entrypoint',
      config: { Entrypoint: ['/tini', '--'], Cmd: ['/bin/sh', '-c', 'app'] },
      layers: [],
    },
  ],

  *check({ config: { entrypoint, cmd } }) {
    const command = entrypoint?.length ? entrypoint : cmd;
    const [shell = '', flag = '', text = ''] = command ?? [];
    if (!/^(\/usr)?\/bin\/(ba|da|a)?sh$/.test(shell) || !/^-\w*c$/.test(flag) || /(^|[;&]\s*)exec\s/.test(text)) return;
    const key = entrypoint?.length ? 'Entrypoint' : 'Cmd';
    yield {
      place: { kind: 'config', key },
      message: `The image starts \`${shell} ${flag}\` around its program, which passes no signals on.`,
      evidence: [{ kind: 'command', text: `${shell} ${flag}` }],
      help: `Write ${key.toUpperCase()} as a JSON array, or begin the text with \`exec\`.`,
    };
  },
});

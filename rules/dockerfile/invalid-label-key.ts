import { labelsIn } from '../../src/dockerfile/labels.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'invalid-label-key',
  aliases: ['DL3048'],
  on: 'dockerfile',
  needs: { instructions: ['label'] },
  since: '1.0',
  severity: 'info',
  category: 'metadata',
  summary: 'Keys of labels must be lower-case names like `com.example.team`.',
  why: 'Docker’s guidelines ask for it, and keep some namespaces to themselves; tools filter by the exact key.',
  options: (z) =>
    z.strictObject({
      allow: z
        .array(z.string())
        .default(['RUN', 'INSTALL', 'UNINSTALL', 'STOP', 'UPGRADE', 'DEBUG', 'che:server:*'])
        .describe(
          'Keys that a tool wants as they are, a `*` at the end for any rest; those of `atomic` and Eclipse Che are.',
        ),
    }),
  bad: [
    'FROM debian:12.9\nLABEL [|Team|]=core\nONBUILD LABEL [|Team|]=web',
    'FROM debian:12.9\nLABEL [|com..example|]=a [|team-|]=b [|"my team"|]=c',
    { code: 'FROM debian:12.9\nLABEL [|RUN|]=a', options: { allow: [] } },
    {
      code: 'FROM debian:12.9\nLABEL [|com.docker.team|]=core',
      message: 'The namespace of `com.docker.team` is Docker’s own.',
    },
  ],
  good: [
    'FROM fedora:41\nLABEL RUN="docker run IMAGE"',
    'FROM debian:12.9\nLABEL com.example.team=core a=b',
    'FROM debian:12.9\nLABEL app.kubernetes.io/name=app my_team=core',
    'FROM debian:12.9\nLABEL $KEY=core',
    'FROM debian:12.9\nLABEL che:server:8080:ref=app che:server:8080:protocol=http',
    'FROM debian:12.9\nLABEL org.label-schema.docker.cmd=x com.dockerfile=y',
  ],

  *check({ stages }, { allow }) {
    const written = stages.flatMap(({ effective }) => effective.filter((one) => one.kind === 'label'));
    for (const { key, pair } of labelsIn(written)) {
      const message = judge(key);
      if (message && !isAllowed(key, allow))
        yield { place: pair.key.place, message, help: 'Write a key like `com.example.team`.' };
    }
  },
});

function isAllowed(key: string, allow: readonly string[]): boolean {
  return allow.some((one) => (one.endsWith('*') ? key.startsWith(one.slice(0, -1)) : one === key));
}

function judge(key: string): string | undefined {
  if (/^(?:com\.docker|io\.docker|org\.dockerproject)\./.test(key))
    return `The namespace of \`${key}\` is Docker’s own.`;
  if (/^[a-z](?:[a-z0-9._/-]*[a-z0-9])?$/.test(key) && !/\.\.|--/.test(key)) return undefined;
  return `\`${key}\` is no well-formed key.`;
}

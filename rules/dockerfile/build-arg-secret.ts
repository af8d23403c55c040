import type { Dockerfile, RunInstruction } from '../../src/dockerfile/model.ts';
import { defineRule } from '../../src/rule.ts';
import { isSecretName, secretParts } from '../../src/secrets/names.ts';
import { isFingerprint } from '../../src/secrets/value.ts';

export default defineRule({
  id: 'build-arg-secret',
  on: 'dockerfile',
  needs: { within: [{ kinds: ['arg'], texts: secretParts }] },
  since: '1.0',
  severity: 'warning',
  category: 'secrets',
  securitySeverity: 7,
  precision: 'high',
  summary: 'A RUN must not read a secret from a build argument.',
  why: 'Builders write the arguments that a RUN sees into the history of the image; in other stages the value stays in the build cache.',
  bad: [
    {
      code: 'FROM debian:12.9\nARG NPM_TOKEN\nRUN curl -H "Authorization: Bearer [|$NPM_TOKEN|]" https://api.example.com',
      message: 'The value of `NPM_TOKEN` that this RUN reads ends up in the history of the image.',
    },
    {
      code: 'FROM debian:12.9 AS build\nARG DB_PASSWORD\nRUN ./migrate [|${DB_PASSWORD}|]\nFROM debian:12.9',
      severity: 'info',
    },
  ],
  good: [
    'FROM debian:12.9\nARG SIGNING_KEY=0x13EBBDBEDE7A12775DFDB1BABB572E0E2D182910\nRUN gpg --recv-keys $SIGNING_KEY',
    'FROM debian:12.9\nARG VERSION\nRUN make VERSION=$VERSION',
    'FROM debian:12.9\nRUN --mount=type=secret,id=npm_token,env=NPM_TOKEN npm ci --token=$NPM_TOKEN',
    "FROM debian:12.9\nARG NPM_TOKEN\nRUN echo '$NPM_TOKEN'",
  ],

  *check(dockerfile) {
    const { stages, text } = dockerfile;
    if (!declaresSecrets(dockerfile)) return;
    for (const stage of stages) {
      for (const run of stage.of('run')) {
        for (const [name, start] of argumentsReadBy(run, text)) {
          const length = /^\$\{[^}]*\}|^\$\w+/.exec(text.slice(start))?.[0].length ?? 0;
          yield {
            place: dockerfile.at({ start, end: start + length }),
            message: stage.shipped
              ? `The value of \`${name}\` that this RUN reads ends up in the history of the image.`
              : `The value of \`${name}\` that this RUN reads stays in the build cache.`,
            evidence: [{ kind: 'value', name: 'argument', value: name }],
            ...(!stage.shipped && { severity: 'info' as const }),
            help: `Mount it instead: \`RUN --mount=type=secret,id=${name.toLowerCase()},env=${name} …\`.`,
          };
        }
      }
    }
  },
});

/** Most arguments are no secrets: then no RUN is looked at. */
function declaresSecrets({ instructions }: Dockerfile): boolean {
  return instructions.some((outer) => {
    const one = outer.kind === 'onbuild' ? outer.trigger : outer;
    return one?.kind === 'arg' && one.pairs.some(({ key }) => isSecretName(key.raw));
  });
}

/** Secret arguments in force that the script expands, each with the place of its first expansion. */
function argumentsReadBy(run: RunInstruction, text: string): ReadonlyMap<string, number> {
  const mounted = new Set(run.mounts.map((mount) => mount.field('env')?.text));
  const found = new Map<string, number>();
  const words = (run.script?.commands ?? []).flatMap((command) => [
    ...command.args,
    ...command.assignments.flatMap((assignment) => assignment.value ?? []),
  ]);
  for (const word of words) {
    for (const name of word.variables) {
      if (found.has(name) || mounted.has(name) || !run.state.args.has(name) || !isSecretName(name)) continue;
      if (isFingerprint(name, run.state.args.get(name)?.text ?? '')) continue;
      const at = text.slice(word.span.start, word.span.end).search(new RegExp(`\\$\\{?${name}\\b`));
      if (at >= 0) found.set(name, word.span.start + at);
    }
  }
  return found;
}

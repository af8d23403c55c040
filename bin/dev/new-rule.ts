/** `npm run new-rule <dockerfile|image|build> <id>`: writes a rule with placeholders that teach, then generates. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const templates = {
  dockerfile: (id: string) => `import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: '${id}',
  on: 'dockerfile',
  since: '1.0',
  severity: 'warning',
  category: 'correctness',
  summary: 'Say in one sentence what must (not) be.',
  why: 'Say what goes wrong for whom when it is so.',
  bad: ['FROM debian:12.9\\nRUN [|mark the guilty text|]'],
  good: ['FROM debian:12.9\\nRUN true'],

  *check({ stages }) {
    for (const stage of stages) {
      for (const run of stage.of('run')) {
        for (const command of run.script?.commands ?? []) {
          if (command.name !== 'mark') continue;
          yield {
            place: command.place,
            message: \`Say what is wrong, with the offending value in backticks: \\\`\${command.name}\\\`.\`,
            help: 'Say what to do, as a command.',
          };
        }
      }
    }
  },
});
`,
  image: (id: string) => `import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: '${id}',
  on: 'image',
  since: '1.0',
  severity: 'warning',
  category: 'security',
  summary: 'Say in one sentence what must (not) be.',
  why: 'Say what goes wrong for whom when it is so.',
  bad: [{ layers: [{ '[|guilty/path|]': 'content' }] }],
  good: [{ layers: [{ 'innocent/path': 'content' }] }],

  *check({ files }) {
    const guilty = files.get('guilty/path');
    if (!guilty) return;
    yield {
      place: files.at(guilty),
      message: \`Say what is wrong, with the offending value in backticks: \\\`\${guilty.entry.path}\\\`.\`,
      evidence: [{ kind: 'file', path: guilty.entry.path, size: guilty.entry.size }],
      help: 'Say what to do, as a command.',
    };
  },
});
`,
  build: (id: string) => `import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: '${id}',
  on: 'build',
  since: '1.0',
  severity: 'warning',
  category: 'caching',
  summary: 'Say in one sentence what must (not) be.',
  why: 'Say what goes wrong for whom when it is so.',
  bad: [{ dockerfile: '[|FROM scratch|]\\nCOPY app /app\\n', history: ['COPY app /app # buildkit'], layers: [{ app: 'x' }] }],
  good: [{ dockerfile: 'FROM scratch\\n', history: [], layers: [] }],

  *check({ dockerfile, image }) {
    const [stage] = dockerfile.shipped;
    if (!stage || image.layers.length === 0) return;
    yield {
      place: stage.place,
      message: \`Say what is wrong, with the offending value in backticks: \\\`\${image.layers.length}\\\`.\`,
      help: 'Say what to do, as a command.',
    };
  },
});
`,
};

const [kind = '', id = ''] = process.argv.slice(2);
if (!(kind === 'dockerfile' || kind === 'image' || kind === 'build') || !/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(id)) {
  process.stderr.write(
    'Usage: npm run new-rule <dockerfile|image|build> <id>; an id is words joined by hyphens and names the fault, like latest-tag.\n',
  );
  process.exitCode = 2;
} else {
  const path = join('rules', kind, `${id}.ts`);
  if (existsSync(path)) {
    process.stderr.write(`${path} is there already.\n`);
    process.exitCode = 2;
  } else {
    mkdirSync(join('rules', kind), { recursive: true });
    writeFileSync(path, templates[kind](id));
    execFileSync(process.execPath, ['bin/dev/generate.ts'], { stdio: 'inherit' });
    process.stdout.write(
      `Write the rule in ${path}, then: npm run generate && npx vitest run test/rules.test.ts -t ${id}\n`,
    );
  }
}

import { endOfLifeDate } from '../../src/dockerfile/data/end-of-life.ts';
import { releaseOf } from '../../src/dockerfile/release.ts';
import { defineRule } from '../../src/rule.ts';

/** Variables by which official images say what they hold, and the product of the table. */
const runtimes: Readonly<Record<string, string>> = {
  DOTNET_VERSION: 'dotnet',
  GOLANG_VERSION: 'golang',
  JAVA_VERSION: 'eclipse-temurin',
  MARIADB_VERSION: 'mariadb',
  MONGO_VERSION: 'mongo',
  MYSQL_VERSION: 'mysql',
  NODE_VERSION: 'node',
  PG_VERSION: 'postgres',
  PHP_VERSION: 'php',
  PYTHON_VERSION: 'python',
  RUBY_VERSION: 'ruby',
};
/** How Eclipse Temurin writes versions: `jdk-17.0.9+9`, `jdk8u412-b08`. */
const temurin = /^jdk-?(?=\d)/;
const facts = { today: '2026-08-15' };

export default defineRule({
  id: 'eol-runtime',
  on: 'image',
  since: '1.0',
  severity: 'info',
  category: 'security',
  summary: 'The runtime of an image must not be past its end of life.',
  why: 'Nobody mends its faults any more: what is found in it from now on stays in the image.',
  options: (z) => z.strictObject({ days: z.int().default(0).describe('Speak this many days before the end.') }),
  bad: [
    {
      facts,
      config: { Env: ['PATH=/usr/bin', '[|NODE_VERSION=14.21.3|]'] },
      layers: [],
      message: '`node` 14.21.3 has had no security fixes since 2023-04-30 (table of 2026-08-22).',
    },
    { facts, config: { Env: ['[|PYTHON_VERSION=3.8.20|]'] }, layers: [] },
    { facts, config: { Env: ['[|JAVA_VERSION=jdk-16.0.2+7|]'] }, layers: [] },
  ],
  good: [
    { facts, config: { Env: ['NODE_VERSION=22.12.0'] }, layers: [] },
    { facts, config: { Env: ['NODE_VERSION=lts'] }, layers: [] },
    { facts, config: { Env: ['JAVA_VERSION=jdk-21.0.2+13'] }, layers: [] },
    { name: 'another builder’s Java', facts, config: { Env: ['JAVA_VERSION=16.0.2'] }, layers: [] },
    { name: 'the day is not known', config: { Env: ['NODE_VERSION=14.21.3'] }, layers: [] },
  ],

  *check({ config: { env }, facts: { today } }, { days }) {
    if (today === undefined) return;
    const limit = new Date(Date.parse(today) + days * 86_400_000).toISOString().slice(0, 10);
    for (const { name, value } of env) {
      const product = runtimes[name];
      const ends = product === undefined ? undefined : releaseOf(product, value.replace(temurin, ''))?.ends;
      if (product === undefined || ends === undefined || ends >= limit) continue;
      // Other builders of Java write the bare version, and have days of their own.
      if (name === 'JAVA_VERSION' && !temurin.test(value)) continue;
      const verb = ends < today ? 'has had no security fixes since' : 'gets no more security fixes after';
      yield {
        place: { kind: 'config', key: `Env.${name}` },
        message: `\`${product}\` ${value} ${verb} ${ends} (table of ${endOfLifeDate}).`,
        evidence: [{ kind: 'value', name: 'end of life', value: ends }],
        help: `Move to a base with a supported release of \`${product}\`.`,
      };
    }
  },
});

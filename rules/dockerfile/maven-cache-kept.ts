import { keptCaches, oncePerRun } from '../../src/dockerfile/kept-caches.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'maven-cache-kept',

  on: 'dockerfile',
  needs: { managers: ['maven'] },
  since: '1.0',
  severity: 'warning',
  category: 'size',
  summary: 'What maven keeps for later must not stay in a layer.',
  why: 'Files of the cache are of no use to the image once the install is done, and stay in its layer for good.',
  fault: 'maven-cache',
  options: (z) =>
    z.strictObject({
      stages: z.enum(['shipped', 'all']).default('shipped').describe('Which stages are judged.'),
    }),
  bad: [
    'FROM maven:3.9\nCOPY . .\nRUN [|mvn package|]',
    'FROM maven:3.9\nCOPY . .\nRUN [|./mvnw clean package|] -DskipTests',
    { code: 'FROM maven:3.9 AS build\nCOPY . .\nRUN [|mvn package|]\nFROM scratch', options: { stages: 'all' } },
  ],
  good: [
    'FROM maven:3.9\nCOPY . .\nRUN mvn package && rm -rf ~/.m2',
    'FROM maven:3.9\nCOPY . .\nRUN --mount=type=cache,target=/root/.m2 mvn package',
    'FROM maven:3.9\nCOPY . .\nRUN mvn package\nFROM eclipse-temurin:21-jre',
    'FROM maven:3.9\nRUN mvn -Dmaven.repo.local=/tmp/m2 package',
    'FROM maven:3.9 AS build\nCOPY . .\nRUN mvn package\nFROM scratch',
  ],

  *check(file, { stages }) {
    for (const kept of oncePerRun(keptCaches(stages === 'all' ? file.stages : file.shipped, 'maven'))) {
      const { command, verb, verbWord, path } = kept;
      yield {
        place: file.at({ start: command.span.start, end: verbWord.span.end }),
        message: `\`${`${command.name} ${verb}`.trim()}\` leaves the local repository in \`${path}\` of this layer.`,
        evidence: [{ kind: 'file', path }],
        help: 'Build in a stage of its own, or use a cache mount.',
      };
    }
  },
});

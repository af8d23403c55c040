import { keptCaches, oncePerRun } from '../../src/dockerfile/kept-caches.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'gradle-cache-kept',

  on: 'dockerfile',
  needs: { managers: ['gradle'] },
  since: '1.0',
  severity: 'warning',
  category: 'size',
  summary: 'What gradle keeps for later must not stay in a layer.',
  why: 'Files of the cache are of no use to the image once the install is done, and stay in its layer for good.',
  fault: 'maven-cache',
  options: (z) =>
    z.strictObject({
      stages: z.enum(['shipped', 'all']).default('shipped').describe('Which stages are judged.'),
    }),
  bad: [
    'FROM gradle:8.12\nCOPY . .\nRUN [|gradle build|]',
    'FROM gradle:8.12\nCOPY . .\nRUN [|./gradlew assemble|]',
    { code: 'FROM gradle:8.12 AS build\nCOPY . .\nRUN [|gradle build|]\nFROM scratch', options: { stages: 'all' } },
  ],
  good: [
    'FROM gradle:8.12\nCOPY . .\nRUN gradle build && rm -rf ~/.gradle',
    'FROM gradle:8.12\nCOPY . .\nRUN --mount=type=cache,target=/root/.gradle gradle build',
    'FROM gradle:8.12\nCOPY . .\nRUN gradle build\nFROM eclipse-temurin:21-jre',
    'FROM gradle:8.12\nENV GRADLE_USER_HOME=/cache\nRUN gradle build',
    'FROM gradle:8.12 AS build\nCOPY . .\nRUN gradle build\nFROM scratch',
  ],

  *check(file, { stages }) {
    for (const kept of oncePerRun(keptCaches(stages === 'all' ? file.stages : file.shipped, 'gradle'))) {
      const { command, verb, verbWord, path } = kept;
      yield {
        place: file.at({ start: command.span.start, end: verbWord.span.end }),
        message: `\`${`${command.name} ${verb}`.trim()}\` leaves the dependencies and build cache in \`${path}\` of this layer.`,
        evidence: [{ kind: 'file', path }],
        help: 'Build in a stage of its own, or use a cache mount.',
      };
    }
  },
});

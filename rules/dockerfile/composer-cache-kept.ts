import { keptCaches, withFlag } from '../../src/dockerfile/kept-caches.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'composer-cache-kept',

  on: 'dockerfile',
  needs: { managers: ['composer'] },
  since: '1.0',
  severity: 'warning',
  category: 'size',
  summary: 'What composer keeps for later must not stay in a layer.',
  why: 'Files of the cache are of no use to the image once the install is done, and stay in its layer for good.',
  fault: 'composer-cache',
  options: (z) =>
    z.strictObject({
      stages: z.enum(['shipped', 'all']).default('shipped').describe('Which stages are judged.'),
    }),
  bad: [
    { code: 'FROM php:8.4\nRUN [|composer install|]', fixed: 'FROM php:8.4\nRUN composer install --no-cache' },
    { code: 'FROM php:8.4 AS build\nRUN [|composer install|]\nFROM scratch', options: { stages: 'all' } },
  ],
  good: [
    'FROM php:8.4\nRUN composer install --no-cache',
    'FROM php:8.4\nRUN composer install && composer clear-cache',
    'FROM php:8.4\nRUN composer install && rm -rf ~/.composer',
    'FROM php:8.4\nRUN --mount=type=cache,target=/root/.composer/cache composer install',
    'FROM php:8.4\nENV COMPOSER_CACHE_DIR=/dev/null\nRUN composer install',
    'FROM php:8.4 AS build\nRUN composer install\nFROM scratch',
  ],

  *check(file, { stages }) {
    for (const kept of keptCaches(stages === 'all' ? file.stages : file.shipped, 'composer')) {
      const { command, verb, verbWord, path } = kept;
      yield {
        place: file.at({ start: command.span.start, end: verbWord.span.end }),
        message: `\`${`${command.name} ${verb}`.trim()}\` leaves what it downloaded in \`${path}\` of this layer.`,
        evidence: [{ kind: 'file', path }],
        help: 'Give `--no-cache`, or use a cache mount.',
        fixes: withFlag(kept, '--no-cache'),
      };
    }
  },
});

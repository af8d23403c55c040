import { named, unpinnedInstalls } from '../../src/dockerfile/package-commands.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'unpinned-composer-package',

  on: 'dockerfile',
  needs: { managers: ['composer'] },
  since: '1.0',
  severity: 'info',
  category: 'reproducibility',
  summary: 'What composer installs must have a version.',
  why: 'An install without a version takes whatever was published last, so two builds of one Dockerfile differ.',
  bad: ['FROM composer:2.8\nRUN composer global require [|monolog/monolog|]'],
  good: ['FROM composer:2.8\nRUN composer require monolog/monolog:^3.8', 'FROM composer:2.8\nRUN composer install'],

  *check({ stages }) {
    for (const { first, loose } of unpinnedInstalls(stages, 'composer')) {
      yield {
        place: first.word.place,
        message: `${named(loose)} ${loose.length > 1 ? 'have' : 'has'} no version.`,
        evidence: loose.map(({ name = '' }) => ({ kind: 'package', manager: 'composer', name })),
        help: 'Name the version: `monolog/monolog:^3.8`.',
      };
    }
  },
});

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
  good: [
    'FROM composer:2.8\nRUN composer require monolog/monolog:^3.8',
    'FROM composer:2.8\nRUN composer require monolog/monolog 3.8.0',
    'FROM composer:2.8\nRUN composer install',
  ],

  *check({ stages }) {
    for (const ran of unpinnedInstalls(stages, 'composer')) {
      const loose = ran.loose.filter(({ name }, at, all) => !isConstraint(name) && !isConstraint(all[at + 1]?.name));
      const [first] = loose;
      if (first === undefined) continue;
      yield {
        place: first.word.place,
        message: `${named(loose)} ${loose.length > 1 ? 'have' : 'has'} no version.`,
        evidence: loose.map(({ name = '' }) => ({ kind: 'package', manager: 'composer', name })),
        help: 'Name the version: `monolog/monolog:^3.8`.',
      };
    }
  },
});

/** The version may be a word of its own: `monolog/monolog 3.8.0`. */
function isConstraint(name: string | undefined): boolean {
  return name !== undefined && /^(?:[v^~<>=]*\d|\*$|dev-)[^/]*$/.test(name);
}

import { named, unpinnedInstalls } from '../../src/dockerfile/package-commands.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'unpinned-gem',
  aliases: ['DL3028'],
  on: 'dockerfile',
  needs: { managers: ['gem'] },
  since: '1.0',
  severity: 'info',
  category: 'reproducibility',
  summary: 'What gem installs must have a version.',
  why: 'An install without a version takes whatever was published last, so two builds of one Dockerfile differ.',
  bad: ['FROM ruby:3.4\nRUN gem install [|rake|]', 'FROM ruby:3.4\nRUN gem install rake:13.2.1 [|bundler|]'],
  good: [
    'FROM ruby:3.4\nRUN gem install rake:13.2.1',
    'FROM ruby:3.4\nRUN gem install rake --version 13.2.1',
    'FROM ruby:3.4\nRUN gem install --version=13.2.1 rake',
    'FROM ruby:3.4\nRUN gem install rake -v "$RAKE" && gem install app.gem',
  ],

  *check({ stages }) {
    for (const { first, loose } of unpinnedInstalls(stages, 'gem')) {
      yield {
        place: first.word.place,
        message: `${named(loose)} ${loose.length > 1 ? 'have' : 'has'} no version.`,
        evidence: loose.map(({ name = '' }) => ({ kind: 'package', manager: 'gem', name })),
        help: 'Name the version: `rake:13.2.1`, or `--version 13.2.1`.',
      };
    }
  },
});

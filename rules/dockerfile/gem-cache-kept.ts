import { type KeptCache, keptCaches, oncePerRun } from '../../src/dockerfile/kept-caches.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'gem-cache-kept',

  on: 'dockerfile',
  needs: { managers: ['gem'] },
  since: '1.0',
  severity: 'info',
  category: 'size',
  summary: 'What gem keeps for later must not stay in a layer.',
  why: 'Files of the cache are of no use to the image once the install is done, and stay in its layer for good.',
  fault: 'composer-cache',
  options: (z) =>
    z.strictObject({
      stages: z.enum(['shipped', 'all']).default('shipped').describe('Which stages are judged.'),
    }),
  bad: [
    'FROM ruby:3.4\nRUN [|gem install|] rake:13.2.1',
    { code: 'FROM ruby:3.4 AS build\nRUN [|gem install|] rake:13.2.1\nFROM scratch', options: { stages: 'all' } },
  ],
  good: [
    'FROM ruby:3.4\nRUN gem install --local app-1.0.0.gem && rm app-1.0.0.gem',
    'FROM ruby:3.4\nRUN gem install rake:13.2.1 && rm -rf /usr/local/bundle/cache',
    'FROM ruby:3.4\nRUN gem install rake:13.2.1 && rm -rf ~/.gem $(gem env gemdir)/cache',
    'FROM ruby:3.4\nRUN --mount=type=cache,target=/usr/local/bundle/cache gem install rake:13.2.1',
    'FROM ruby:3.4 AS build\nRUN gem install rake:13.2.1\nFROM scratch',
    'FROM ruby:3.4\nRUN gem install bundler --version 2.4.17',
  ],

  *check(file, { stages }) {
    const kept = keptCaches(stages === 'all' ? file.stages : file.shipped, 'gem').filter((one) => !isSlight(one));
    for (const { command, verb, verbWord } of oncePerRun(kept)) {
      yield {
        place: file.at({ start: command.span.start, end: verbWord.span.end }),
        message: `\`${`${command.name} ${verb}`.trim()}\` leaves the \`.gem\` files that it fetched in this layer.`,
        help: 'End the same RUN with `rm -rf "$(gem env gemdir)/cache"`.',
      };
    }
  },
});

/** The archives of Bundler and of gem itself are a few hundred kilobytes; with `--local` nothing is fetched. */
function isSlight({ packages, command }: KeptCache): boolean {
  return (
    command.has('--system', '--local', '-l') ||
    (packages.length > 0 && packages.every(({ name }) => name === 'bundler'))
  );
}

import { named, unpinnedInstalls } from '../../src/dockerfile/package-commands.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'unpinned-cargo-crate',

  on: 'dockerfile',
  needs: { managers: ['cargo'] },
  since: '1.0',
  severity: 'info',
  category: 'reproducibility',
  summary: 'What cargo installs must have a version.',
  why: 'An install without a version takes whatever was published last, so two builds of one Dockerfile differ.',
  bad: ['FROM rust:1.84\nRUN cargo install [|ripgrep|]', 'FROM rust:1.84\nRUN cargo install --locked [|cargo-chef|]'],
  good: [
    'FROM rust:1.84\nRUN cargo install ripgrep@14.1.1',
    'FROM rust:1.84\nRUN cargo install ripgrep --version 14.1.1',
    'FROM rust:1.84\nRUN cargo install --path .',
    'FROM rust:1.84\nRUN cargo install --git https://github.com/acme/app --tag v1.0 app',
  ],

  *check({ stages }) {
    for (const { first, loose } of unpinnedInstalls(stages, 'cargo')) {
      yield {
        place: first.word.place,
        message: `${named(loose)} ${loose.length > 1 ? 'have' : 'has'} no version.`,
        evidence: loose.map(({ name = '' }) => ({ kind: 'package', manager: 'cargo', name })),
        help: 'Name the version: `ripgrep@14.1.1`, with `--locked`.',
      };
    }
  },
});

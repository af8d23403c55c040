import { keptCaches, oncePerRun } from '../../src/dockerfile/kept-caches.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'cargo-cache-kept',

  on: 'dockerfile',
  needs: { managers: ['cargo'] },
  since: '1.0',
  severity: 'warning',
  category: 'size',
  summary: 'What cargo keeps for later must not stay in a layer.',
  why: 'Files of the cache are of no use to the image once the install is done, and stay in its layer for good.',
  fault: 'go-cache',
  options: (z) =>
    z.strictObject({
      stages: z.enum(['shipped', 'all']).default('shipped').describe('Which stages are judged.'),
    }),
  bad: [
    'FROM rust:1.84\nRUN [|cargo install|] ripgrep@14.1.1',
    'FROM rust:1.84\nCOPY . .\nRUN [|cargo build|] --release',
    { code: 'FROM rust:1.84 AS build\nRUN [|cargo install|] ripgrep@14.1.1\nFROM scratch', options: { stages: 'all' } },
  ],
  good: [
    'FROM rust:1.84\nRUN cargo install ripgrep@14.1.1 && rm -rf /usr/local/cargo/registry',
    'FROM rust:1.84\nRUN --mount=type=cache,target=/usr/local/cargo/registry cargo build --release',
    'FROM rust:1.84\nRUN cargo build --release\nFROM debian:12.9',
    'FROM rust:1.84 AS build\nRUN cargo install ripgrep@14.1.1\nFROM scratch',
  ],

  *check(file, { stages }) {
    for (const kept of oncePerRun(keptCaches(stages === 'all' ? file.stages : file.shipped, 'cargo'))) {
      const { command, verb, verbWord, path } = kept;
      yield {
        place: file.at({ start: command.span.start, end: verbWord.span.end }),
        message: `\`${`${command.name} ${verb}`.trim()}\` leaves the crates' sources in \`${path}\` of this layer.`,
        evidence: [{ kind: 'file', path }],
        help: 'Build in a stage of its own, use a cache mount, or end the same RUN with `rm -rf "$CARGO_HOME/registry"`.',
      };
    }
  },
});

/** dockle's checks: each fires where it should, and what dockle is known to take for a fault is none. */
import { describe, expect, test } from 'vitest';
import { guilty, innocent } from '../../bin/dev/image-peers-sketches.ts';
import { defaultsOf } from '../../rules/defaults.ts';
import { rules } from '../../rules/index.ts';
import { assemble } from '../../src/image/assemble.ts';
import { inspectImage } from '../../src/inspect/image.ts';
import type { ImageSketch } from '../../src/rule.ts';
import { sketchParts } from '../../src/testing/parts.ts';

/** All that dockle checks of an image. Its CIS-DI-0005 asks for a variable of the machine it runs on. */
const codes = [
  ...['CIS-DI-0001', 'CIS-DI-0006', 'CIS-DI-0007', 'CIS-DI-0008', 'CIS-DI-0009', 'CIS-DI-0010'],
  ...['DKL-DI-0001', 'DKL-DI-0002', 'DKL-DI-0003', 'DKL-DI-0004', 'DKL-DI-0005', 'DKL-DI-0006'],
  ...['DKL-LI-0001', 'DKL-LI-0002', 'DKL-LI-0003'],
];

/** The codes that rules answer to, by what they found; rules that are off by default are asked too. */
function found(sketch: ImageSketch): readonly string[] {
  const active = rules.map(
    (rule) => ({ rule, options: defaultsOf(rule.id) ?? {}, severity: 'warning', configured: false }) as const,
  );
  const settings = { rules: active, version: '1', today: '2026-01-15', refine: <F>(findings: F) => findings };
  const { findings, skipped } = inspectImage({ image: assemble(sketchParts(sketch)), skipped: [] }, settings);
  expect(skipped).toEqual([]);
  const met = new Set(findings.map(({ rule }) => rule));
  return rules
    .filter(({ id }) => met.has(id))
    .flatMap(({ id, aliases = [] }) =>
      aliases.filter((alias) => codes.includes(alias)).map((alias) => `${alias} ${id}`),
    );
}

const inGuilty = found({ ...guilty, source: 'docker-daemon' }).map((line) => line.split(' ')[0]);

describe('dockle', () => {
  test.each(codes)('%s fires', (code) => {
    expect(inGuilty).toContain(code);
  });

  test('none fires where dockle is wrong', () => {
    expect(found(innocent)).toEqual([]);
  });
});

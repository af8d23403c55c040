import { expect, test } from 'vitest';
import { OpenDocument } from '../../lsp/document.ts';
import { imageDiagnostics } from '../../lsp/features/image.ts';
import { codeLenses } from '../../lsp/features/inlays.ts';
import type { Finding, LayerSummary } from '../../src/finding.ts';

const text = 'FROM debian:12.9\nRUN make\n';
const document = new OpenDocument('untitled:Dockerfile', 1, { text, encoding: 'utf-16', file: 'Dockerfile' });
const made = { kind: 'dockerfile', file: 'Dockerfile', span: { start: 17, end: 25 } } as const;

const finding: Finding = {
  rule: 'log-files-in-layer',
  severity: 'warning',
  message: 'A log stays in the layer.',
  place: { kind: 'layer', layer: 1, path: 'var/log/make.log' },
  related: [{ place: made, message: 'Made by this instruction.' }],
  evidence: [],
  fixes: [],
  fingerprint: 'a',
};

const shown = (findings: readonly Finding[]) =>
  imageDiagnostics(document, { findings, layers: [], reference: 'acme/app:1.0', stale: false });

test('the lens of a stage says what its layers weigh', () => {
  const layer: LayerSummary = {
    index: 1,
    diffID: 'sha256:1',
    digest: 'sha256:2',
    size: 3_000_000,
    waste: 1_000_000,
    instruction: made,
    origin: { from: 'yours', by: 'none' },
    largest: [],
  };
  const layers = [layer, { ...layer, waste: 0 }];
  const told = codeLenses(document, { findings: [], layers, reference: 'acme/app:1.0', stale: true });
  expect(told.map(({ command }) => command?.title)).toEqual([
    'stage 0 · ships · user root · in / · was 6.0 MB in 2 layers, 1.0 MB wasted',
  ]);
  expect(codeLenses(document).map(({ command }) => command?.title)).toEqual(['stage 0 · ships · user root · in /']);
});

test('a finding of a layer stands on the keyword of the instruction that made it', () => {
  expect(shown([finding])).toEqual([
    {
      range: { start: { line: 1, character: 0 }, end: { line: 1, character: 3 } },
      severity: 2,
      code: 'log-files-in-layer',
      source: 'plimsoll image',
      message: 'A log stays in the layer.\nIn layer 1 of acme/app:1.0: /var/log/make.log',
    },
  ]);
});

test('what does not count is not shown: silenced, or known to the baseline', () => {
  expect(shown([{ ...finding, baseline: 'unchanged' }])).toEqual([]);
  expect(shown([{ ...finding, suppressed: { kind: 'inSource' } }])).toEqual([]);
  expect(shown([{ ...finding, baseline: 'new' }])).toHaveLength(1);
});

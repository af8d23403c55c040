/** Every fix that holds, applied until none is left, as edits of the text as it is. */
import { outline } from '../../src/dockerfile/outline.ts';
import type { Edit, Safety } from '../../src/finding.ts';
import { applyFixes } from '../../src/fix/apply.ts';
import { lineEdits } from '../../src/fix/diff.ts';
import type { Judge, OpenDocument } from '../document.ts';

export interface Mending {
  readonly judge: Judge;
  /** Of one rule only. */
  readonly rule?: string;
  readonly allow: Exclude<Safety, 'manual'>;
}

export function mended({ text, file }: OpenDocument, { judge, rule, allow }: Mending): readonly Edit[] {
  const { texts } = applyFixes({
    texts: new Map([[file, text]]),
    file,
    allow,
    check: (given) => {
      const source = { text: given.get(file) ?? text, file };
      const { dockerfile, report } = judge(source, rule);
      return {
        findings: rule === undefined ? report.findings : report.findings.filter((finding) => finding.rule === rule),
        outline: outline(dockerfile),
      };
    },
  });
  return lineEdits(text, texts.get(file) ?? text);
}

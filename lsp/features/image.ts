/** What the built image says of the text: sizes beside instructions, findings of layers on the lines that made them, the largest paths in a hover. */
import { type Diagnostic, type InlayHint, InlayHintKind } from 'vscode-languageserver';
import { instructionAt } from '../../src/dockerfile/at.ts';
import type { Instruction } from '../../src/dockerfile/model.ts';
import { counts, type Finding, type LayerSummary, type Place } from '../../src/finding.ts';
import { size } from '../../src/image/size.ts';
import type { OpenDocument } from '../document.ts';
import type { BuiltImage } from '../image-report.ts';
import { severities } from './diagnostics.ts';

/** Size and waste at the end of the first line of each instruction that made a layer. */
export function sizeHints(document: OpenDocument, image: BuiltImage): InlayHint[] {
  return image.layers.flatMap((layer): InlayHint[] => {
    const instruction = madeBy(document, layer);
    if (!instruction || layer.size === 0) return [];
    const line = document.lines.line(document.lines.position(instruction.span.start).line);
    const waste = layer.waste > 0 ? `, ${size(layer.waste)} wasted` : '';
    return [
      {
        position: document.lines.position(Math.min(line.end, instruction.span.end)),
        label: `${image.stale ? 'was ' : ''}${size(layer.size)}${waste}`,
        kind: InlayHintKind.Type,
        paddingLeft: true,
        tooltip: { kind: 'markdown', value: layerText(layer, image) },
      },
    ];
  });
}

/** Findings inside of layers, on the instruction that made the layer. */
export function imageDiagnostics(document: OpenDocument, image: BuiltImage): Diagnostic[] {
  return image.findings.flatMap((finding): Diagnostic[] => {
    if (!counts(finding) || finding.place.kind === 'dockerfile' || finding.place.kind === 'file') return [];
    const place = finding.related.map((entry) => entry.place).find((one) => one.kind === 'dockerfile');
    const instruction = place && instructionOf(document, place);
    if (!instruction) return [];
    return [
      {
        range: document.lines.range(instruction.keywordSpan),
        severity: severities[finding.severity],
        code: finding.rule,
        source: 'plimsoll image',
        message: `${finding.message}${image.stale ? '\nThe Dockerfile has changed since this image was read.' : ''}\n${where(finding, image)}`,
      },
    ];
  });
}

function where({ place }: Finding, { reference }: BuiltImage): string {
  return place.kind === 'layer' ? `In layer ${place.layer} of ${reference}: /${place.path}` : `In ${reference}.`;
}

/** For the hover of an instruction. */
export function imageHover(document: OpenDocument, image: BuiltImage, offset: number): string | undefined {
  const instruction = instructionAt(document.dockerfile, offset);
  const layer = image.layers.find((one) => madeBy(document, one) === instruction);
  return instruction && layer ? layerText(layer, image) : undefined;
}

function layerText({ index, size: bytes, waste, largest }: LayerSummary, { reference, stale }: BuiltImage): string {
  const rows = largest
    .slice(0, 8)
    .map((one) => `- \`/${one.path}\` ${size(one.size)}${one.waste > 0 ? ', wasted' : ''}`);
  const head = `Layer ${index} of ${reference}: ${size(bytes)}${waste > 0 ? `, ${size(waste)} of it wasted` : ''}.`;
  return [
    head,
    ...(stale ? ['The Dockerfile has changed since this image was read.'] : []),
    ...(rows.length > 0 ? [rows.join('\n')] : []),
  ].join('\n\n');
}

function madeBy(document: OpenDocument, { instruction }: LayerSummary): Instruction | undefined {
  return instruction && instructionOf(document, instruction);
}

/** By where it stood, when what stands there now is an instruction of the same start. */
function instructionOf(document: OpenDocument, place: Place): Instruction | undefined {
  if (place.kind !== 'dockerfile') return undefined;
  const found = instructionAt(document.dockerfile, place.span.start);
  return found?.span.start === place.span.start || (found && place.span.start < found.span.end) ? found : undefined;
}

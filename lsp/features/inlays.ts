/** Inlay hints and lenses: what variables resolve to, who runs at the end of a stage, what the stage is. */
import { type CodeLens, type InlayHint, InlayHintKind, type Range } from 'vscode-languageserver';
import type { Stage } from '../../src/dockerfile/model.ts';
import { size } from '../../src/image/size.ts';
import type { OpenDocument } from '../document.ts';
import type { BuiltImage } from '../image-report.ts';
import { stageTitle } from './symbols.ts';

export function inlayHints(document: OpenDocument, range: Range): InlayHint[] {
  const wanted = document.lines.span(range);
  const hints = document.dockerfile.stages.flatMap((stage) => [
    ...resolvedBase(document, stage),
    ...runsAs(document, stage),
  ]);
  return hints.filter(({ position }) => {
    const offset = document.lines.offset(position);
    return wanted.start <= offset && offset <= wanted.end;
  });
}

/** `FROM node:$VERSION` is told as what it resolves to. */
function resolvedBase({ lines }: OpenDocument, { from: { image } }: Stage): InlayHint[] {
  if (!image || image.text === undefined || image.variables.length === 0 || image.text === image.raw) return [];
  return [
    {
      position: lines.position(image.span.end),
      label: `= ${image.text}`,
      kind: InlayHintKind.Parameter,
      paddingLeft: true,
    },
  ];
}

function runsAs({ lines }: OpenDocument, stage: Stage): InlayHint[] {
  if (!stage.shipped) return [];
  const { text, explicit } = stage.end.user;
  const last = stage.instructions.findLast(({ kind }) => kind === 'entrypoint' || kind === 'cmd');
  if (!last || (explicit && explicit.stage === stage && explicit.index + 1 === last.index)) return [];
  return [
    {
      position: lines.position(last.argsSpan.end),
      label: `as ${text ?? 'unknown user'}`,
      kind: InlayHintKind.Type,
      paddingLeft: true,
    },
  ];
}

/** What each stage is, and what the layers weigh that the built image has of it. */
export function codeLenses(document: OpenDocument, image?: BuiltImage): CodeLens[] {
  return document.dockerfile.stages.map((stage) => ({
    range: document.lines.range(stage.from.keywordSpan),
    command: { title: [lensTitle(stage), ...weight(stage, image)].join(' · '), command: '' },
  }));
}

function weight({ span }: Stage, image: BuiltImage | undefined): string[] {
  const layers = (image?.layers ?? []).filter(
    ({ instruction: place }) =>
      place?.kind === 'dockerfile' && span.start <= place.span.start && place.span.start < span.end,
  );
  if (!image || layers.length === 0) return [];
  const sum = (of: 'size' | 'waste') => layers.reduce((total, layer) => total + layer[of], 0);
  const waste = sum('waste') > 0 ? `, ${size(sum('waste'))} wasted` : '';
  return [`${image.stale ? 'was ' : ''}${size(sum('size'))} in ${layers.length} layers${waste}`];
}

function lensTitle(stage: Stage): string {
  const { user, workdir } = stage.end;
  const facts = [
    stageTitle(stage),
    stage.shipped ? 'ships' : stage.reachable ? 'build only' : 'not needed',
    ...(user.text === undefined ? [] : [`user ${user.text}`]),
    ...(workdir.text === undefined ? [] : [`in ${workdir.text}`]),
  ];
  return facts.join(' · ');
}

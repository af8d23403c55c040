/** Hovers: the instruction, its flag, a variable's value and where it came from, a stage, a rule. */
import { type Hover, MarkupKind, type Position } from 'vscode-languageserver';
import { instructionAt } from '../../src/dockerfile/at.ts';
import type { Flag, Instruction, Stage, Variable } from '../../src/dockerfile/model.ts';
import type { Finding, Span } from '../../src/finding.ts';
import type { RuleMeta } from '../../src/rule.ts';
import { instructionDoc, mountFields } from '../data/instructions.ts';
import type { OpenDocument } from '../document.ts';
import { declaredBy, nameAt } from './names.ts';
import { variablesOf } from './place.ts';
import { stageTitle } from './symbols.ts';

export interface HoverFacts {
  readonly findings: readonly Finding[];
  readonly rule: (id: string) => RuleMeta | undefined;
  /** What the built image says of the instruction. */
  readonly built?: string | undefined;
}

export function hover(document: OpenDocument, position: Position, facts: HoverFacts): Hover | null {
  const offset = document.lines.offset(position);
  const instruction = instructionAt(document.dockerfile, offset);
  const told = instruction ? tell(document, instruction, offset) : undefined;
  const rules = ruleTexts(facts, offset);
  const parts = [...(told ? [told.text] : []), ...(facts.built ? [facts.built] : []), ...rules];
  if (parts.length === 0) return null;
  return {
    contents: { kind: MarkupKind.Markdown, value: parts.join('\n\n---\n\n') },
    ...(told && { range: document.lines.range(told.span) }),
  };
}

interface Told {
  readonly text: string;
  readonly span: Span;
}

function tell(document: OpenDocument, instruction: Instruction, offset: number): Told | undefined {
  if (holds(instruction.keywordSpan, offset)) return keyword(instruction);
  const variable = variablesOf(instruction).find(({ span }) => holds(span, offset));
  if (variable) return { text: variableText(variable), span: variable.span };
  const name = nameAt(document, offset);
  const stage = name?.kind === 'stage' ? document.dockerfile.stages.find((one) => one.name === name.text) : undefined;
  if (stage) return { text: stageText(stage), span: wordAt(document, offset) };
  const flag = instruction.flags.find(({ span }) => holds(span, offset));
  if (flag) return flagTold(instruction, flag, offset);
  if (name?.kind === 'variable') return { text: declaredText(instruction, name.text), span: wordAt(document, offset) };
  if (instruction.kind === 'from' && instruction.stage)
    return { text: stageText(instruction.stage), span: instruction.span };
  return undefined;
}

function holds({ start, end }: Span, offset: number): boolean {
  return start <= offset && offset <= end;
}

function wordAt({ text }: OpenDocument, offset: number): Span {
  const before = /[\w.-]*$/.exec(text.slice(Math.max(0, offset - 200), offset))?.[0].length ?? 0;
  const after = /^[\w.-]*/.exec(text.slice(offset, offset + 200))?.[0].length ?? 0;
  return { start: offset - before, end: offset + after };
}

function keyword({ kind, keywordSpan }: Instruction): Told | undefined {
  const doc = instructionDoc(kind);
  if (!doc) return undefined;
  const flags = Object.entries(doc.flags).map(([name, text]) => `- \`--${name}\` ${text}`);
  const lines = [
    doc.summary,
    `\`\`\`dockerfile\n${doc.forms.join('\n')}\n\`\`\``,
    ...(flags.length > 0 ? [flags.join('\n')] : []),
  ];
  return { text: lines.join('\n\n'), span: keywordSpan };
}

function flagTold({ kind }: Instruction, flag: Flag, offset: number): Told | undefined {
  const field = flag.fields?.find(({ span }) => holds(span, offset));
  if (field) {
    const type = flag.fields?.find(({ key }) => key === 'type')?.text ?? 'bind';
    const text = mountFields[type]?.[field.key] ?? mountFields['']?.[field.key];
    if (text) return { text: `\`${field.key}\` of a ${type} mount: ${text}`, span: field.span };
  }
  const text = instructionDoc(kind)?.flags[flag.name];
  return text ? { text: `\`--${flag.name}\` ${text}`, span: flag.span } : undefined;
}

function variableText({ name, state, value, declaration }: Variable): string {
  if (state === 'undefined') return `\`$${name}\` is not declared in this file; the base image may set it.`;
  if (state === 'unknown' || value === undefined)
    return `\`$${name}\` has a value that cannot be told here (${declaredBy(declaration)}).`;
  return `\`$${name}\` is \`${value}\`, from ${declaredBy(declaration)}.`;
}

function declaredText({ state }: Instruction, name: string): string {
  const declaration = state.env(name);
  const value = declaration?.text === undefined ? 'not known here' : `\`${declaration.text}\``;
  return `\`${name}\`, declared by ${declaredBy(declaration)}; its value is ${value}.`;
}

/** What the engine believes of a stage. */
export function stageText(stage: Stage): string {
  const { user, workdir, shell } = stage.end;
  const base =
    stage.base.kind === 'stage'
      ? `stage \`${stageTitle(stage.base.stage)}\``
      : `\`${stage.from.image?.text ?? stage.from.image?.raw ?? ''}\``;
  const rows = [
    `**${stageTitle(stage)}**, on ${base}${stage.shipped ? ', ships' : stage.reachable ? '' : ', needed by no stage that ships'}`,
    `- user: ${user.explicit ? `\`${user.text ?? 'unknown'}\`` : 'the base’s (taken to be root)'}`,
    `- workdir: ${workdir.explicit ? `\`${workdir.text ?? 'unknown'}\`` : 'the base’s'}`,
    ...(shell.explicit ? [`- shell: \`${shell.words?.join(' ') ?? 'unknown'}\``] : []),
    ...(stage.end.envs.size > 0
      ? [`- environment: ${[...stage.end.envs.keys()].map((name) => `\`${name}\``).join(', ')}`]
      : []),
  ];
  return rows.join('\n');
}

function ruleTexts({ findings, rule }: HoverFacts, offset: number): string[] {
  const ids = new Set(
    findings
      .filter(({ place, suppressed }) => !suppressed && place.kind === 'dockerfile' && holds(place.span, offset))
      .map((finding) => finding.rule),
  );
  return [...ids].flatMap((id) => {
    const meta = rule(id);
    return meta ? [`**${id}** · ${meta.summary}\n\n${meta.why}`] : [];
  });
}

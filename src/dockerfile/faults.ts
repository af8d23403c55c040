/** What the builder would refuse, one fault each; the rest of the file is still read. */
import type { Span } from '../finding.ts';
import { checkArguments, checkWords } from './check-arguments.ts';
import { checkFlags } from './check-flags.ts';
import type { DockerfileNode } from './document.ts';
import type { Fault, FaultKind, Instruction } from './model.ts';

/** Reports one fault at a span. */
export type Report = (kind: FaultKind, span: Span, message: string, suggestion?: string) => void;

export function faultsOf(file: DockerfileNode): Fault[] {
  const faults: Fault[] = [];
  let instruction: Instruction | undefined;
  const report: Report = (kind, span, message, suggestion) => {
    faults.push({ kind, span, message, suggestion, instruction, place: file.at(span) });
  };
  checkFile(file, report);
  // One fault, whatever else stands before FROM: what is wrong is that FROM does not stand first.
  const early = file.preamble.find(({ kind }) => kind !== 'arg' && kind !== 'unknown');
  const { scripts } = file;
  for (const one of file.instructions) {
    instruction = one;
    const before = faults.length;
    if (one === early) report('before-from', one.keywordSpan, `\`${one.keyword}\` stands before the first \`FROM\`.`);
    if (scripts?.wasSound(textOf(file, one))) continue;
    check(one, report, () => faults.length);
    const sound = faults.length === before;
    if (scripts !== undefined && sound && isLiteral(file, one)) scripts.isSound(textOf(file, one));
    if (sound && one.kind === 'onbuild' && one.trigger !== undefined) check(one.trigger, report, () => faults.length);
  }
  return faults;
}

/** Faults of the file as a whole. */
function checkFile(file: DockerfileNode, report: Report): void {
  const { text, scan } = file;
  const nul = firstNul(file);
  if (nul !== -1) report('nul', { start: nul, end: nul + 1 }, 'No program can be given a NUL byte.');
  for (const { name, start, end, valueStart, valueEnd, repeated } of scan.directives) {
    const span = { start, end };
    const value = text.slice(valueStart, valueEnd);
    if (repeated) report('directive', span, `The directive \`${name}\` is given more than once.`);
    else if (name === 'escape' && value !== '\\' && value !== '`') {
      report('directive', span, `\`${value}\` is no escape character; only \`\\\` and the backtick are.`);
    }
  }
  if (file.instructions.length === 0) {
    report('empty', { start: 0, end: 0 }, 'The file holds no instruction.');
  } else if (file.stages.length === 0 && file.instructions.every(({ kind }) => kind === 'arg')) {
    report('empty', file.instructions[0]?.span ?? { start: 0, end: 0 }, 'The file holds no `FROM`.');
  }
}

/** The first NUL that stands in an instruction; in a comment it does no harm. */
function firstNul({ text, instructions }: DockerfileNode): number {
  let at = text.indexOf('\0');
  for (const { span } of at === -1 ? [] : instructions) {
    if (at < span.start) at = text.indexOf('\0', span.start);
    if (at === -1) break;
    if (at < span.end) return at;
  }
  return -1;
}

function textOf({ text }: DockerfileNode, { span }: Instruction): string {
  return text.slice(span.start, span.end);
}

/** Whether its text alone says what is wrong with it: no variables, and no instruction within. */
function isLiteral(file: DockerfileNode, one: Instruction): boolean {
  return one.kind !== 'onbuild' && !textOf(file, one).includes('$');
}

function check(instruction: Instruction, report: Report, count: () => number): void {
  checkFlags(instruction, report);
  const before = count();
  checkArguments(instruction, report);
  // What is cut wrong reads wrong: an open quote in `LABEL "a` is one fault.
  if (count() === before) checkWords(instruction, report);
  for (const heredoc of instruction.heredocs) {
    if (heredoc.terminated) continue;
    const { start } = heredoc.span;
    report('heredoc', { start, end: start + 2 }, `The heredoc \`${heredoc.name}\` is never closed.`);
  }
}

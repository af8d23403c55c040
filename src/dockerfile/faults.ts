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
  const add = (fault: Omit<Fault, 'place'>): void => {
    faults.push({ ...fault, place: file.at(fault.span) });
  };
  const { text, scan } = file;
  const nul = firstNul(file);
  if (nul !== -1)
    add({ kind: 'nul', span: { start: nul, end: nul + 1 }, message: 'No program can be given a NUL byte.' });
  for (const directive of scan.directives) {
    const { name, start, end } = directive;
    const span = { start, end };
    const value = text.slice(directive.valueStart, directive.valueEnd);
    if (directive.repeated) {
      add({ kind: 'directive', span, message: `The directive \`${name}\` is given more than once.` });
    } else if (name === 'escape' && value !== '\\' && value !== '`') {
      add({
        kind: 'directive',
        span,
        message: `\`${value}\` is no escape character; only \`\\\` and the backtick are.`,
      });
    }
  }
  if (file.instructions.length === 0) {
    add({ kind: 'empty', span: { start: 0, end: 0 }, message: 'The file holds no instruction.' });
  } else if (file.stages.length === 0 && file.instructions.every(({ kind }) => kind === 'arg')) {
    const { span } = file.instructions[0] ?? { span: { start: 0, end: 0 } };
    add({ kind: 'empty', span, message: 'The file holds no `FROM`.' });
  }
  // One fault, whatever else stands before FROM: what is wrong is that FROM does not stand first.
  const early = file.preamble.find(({ kind }) => kind !== 'arg' && kind !== 'unknown');
  for (const instruction of file.instructions) {
    const found = faultsIn(instruction, instruction === early);
    for (const fault of found) add({ ...fault, instruction });
  }
  return faults;
}

/** The first NUL that stands in an instruction; in a comment it does no harm. */
function firstNul({ text, instructions }: DockerfileNode): number {
  let at = text.indexOf('\0');
  for (const { span } of at === -1 ? [] : instructions) {
    if (at !== -1 && at < span.start) at = text.indexOf('\0', span.start);
    if (at === -1 || at < span.end) break;
  }
  return at;
}

/** The faults of one instruction, those of its trigger included. */
function faultsIn(instruction: Instruction, early: boolean): Omit<Fault, 'place'>[] {
  const found: Omit<Fault, 'place'>[] = [];
  const report: Report = (kind, span, message, suggestion) => {
    found.push({ kind, span, message, ...(suggestion === undefined ? {} : { suggestion }) });
  };
  if (early) {
    report('before-from', instruction.keywordSpan, `\`${instruction.keyword}\` stands before the first \`FROM\`.`);
  }
  check(instruction, report);
  if (instruction.kind === 'onbuild' && instruction.trigger !== undefined) {
    if (found.length === 0) check(instruction.trigger, report);
  }
  return found;
}

function check(instruction: Instruction, report: Report): void {
  checkFlags(instruction, report);
  let faulty = false;
  checkArguments(instruction, (...fault) => {
    faulty = true;
    report(...fault);
  });
  // What is cut wrong reads wrong: an open quote in `LABEL "a` is one fault.
  if (!faulty) checkWords(instruction, report);
  for (const heredoc of instruction.heredocs) {
    if (heredoc.terminated) continue;
    const { start } = heredoc.span;
    report('heredoc', { start, end: start + 2 }, `The heredoc \`${heredoc.name}\` is never closed.`);
  }
}

/** Asks a Dockerfile for all that it can tell, and hands every span of it to `see`. */

import type { Dockerfile, Instruction, State, Word } from '../../../src/dockerfile/model.ts';
import type { Script } from '../../../src/dockerfile/script-model.ts';
import type { Span } from '../../../src/finding.ts';

type See = (span: Span, what: string) => void;

export function touchAll(file: Dockerfile, see: See): void {
  for (const { span, valueSpan } of file.directives) {
    see(span, 'directive');
    see(valueSpan, 'directive value');
  }
  for (const { span } of file.comments) see(span, 'comment');
  for (const instruction of file.instructions) touchInstruction(instruction, see);
  for (const { span } of file.faults) see(span, 'fault');
  for (const stage of file.stages) {
    see(stage.span, 'stage');
    see(stage.base.span, 'base');
    see(stage.root.span, 'root');
    touchState(stage.end);
    if (stage.lineage.length < 1 || stage.needs.includes(stage) !== stage.needs.some((one) => one === stage))
      throw new Error('stage');
    touchFlags([
      stage.name,
      stage.windows,
      stage.shipped,
      stage.reachable,
      stage.effective.length,
      stage.of('run').length,
    ]);
  }
  touchFlags([file.shipped.length, file.cycles.length, file.preamble.length, file.lines.count]);
}

function touchFlags(values: readonly unknown[]): number {
  return values.length;
}

function touchState(state: State): void {
  touchFlags([
    state.user.text,
    state.workdir.text,
    state.shell.words,
    state.env('A')?.text,
    [...state.envs],
    [...state.args],
  ]);
}

function touchWord(word: Word, see: See): void {
  see(word.span, 'word');
  touchFlags([word.text, word.raw]);
  for (const { span, nameSpan, declaration } of word.variables) {
    see(span, 'variable');
    see(nameSpan, 'name');
    if (declaration?.nameSpan) see(declaration.nameSpan, 'declaration');
  }
}

function touchInstruction(one: Instruction, see: See): void {
  see(one.span, 'instruction');
  see(one.keywordSpan, 'keyword');
  see(one.argsSpan, 'arguments');
  for (const { span, value, fields } of one.flags) {
    see(span, 'flag');
    if (value) touchWord(value, see);
    for (const field of fields ?? []) see(field.span, `field ${field.key}=${field.text}`);
  }
  for (const word of one.words) touchWord(word, see);
  for (const { span, bodySpan, body } of one.heredocs) {
    see(span, 'heredoc');
    see(bodySpan, `body ${body.length}`);
  }
  for (const { span } of one.comments) see(span, 'comment above');
  touchState(one.state);
  touchParts(one, see);
}

function touchParts(one: Instruction, see: See): void {
  if ('pairs' in one) {
    for (const { span, key, value } of one.pairs) {
      see(span, 'pair');
      touchWord(key, see);
      if (value) touchWord(value, see);
    }
  }
  if ('script' in one && one.script) touchScript(one.script, see);
  if (one.kind === 'run') for (const mount of one.mounts) see(mount.from?.span ?? mount.span, `mount ${mount.target}`);
  if (one.kind === 'copy' || one.kind === 'add') {
    if (one.from) see(one.from.span, 'from');
    for (const word of one.sources) touchWord(word, see);
  }
  if (one.kind === 'expose') for (const port of one.ports) see(port.span, 'port');
  if (one.kind === 'onbuild' && one.trigger) touchInstruction(one.trigger, see);
}

function touchScript(script: Script, see: See): void {
  see(script.span, 'script');
  for (const { span } of [...script.items, ...script.pipelines]) see(span, 'list');
  for (const { span } of script.parts) see(span, 'part');
  for (const command of script.commands) {
    see(command.span, 'command');
    for (const { span, value } of command.assignments) see(value?.span ?? span, 'assignment');
    for (const { span, target } of command.redirections) see(target?.span ?? span, 'redirection');
    for (const word of command.args) {
      see(word.span, 'shell word');
      touchFlags([word.text, word.prefix, word.variables, word.quoted]);
    }
    for (const { value } of command.parsed.flags) if (value) see(value.span, 'flag value');
    touchFlags([command.name, command.has('-y'), command.valueOf('-t')]);
  }
}

/** Whether a history step can be what an instruction left: each instruction rendered as builders record it. */
import { hasWildcard } from '../../dockerfile/copy-source.ts';
import type { CopyInstruction, Word } from '../../dockerfile/model.ts';
import { isProxyArg } from '../../dockerfile/platform.ts';
import { splitArgs, stripShell } from '../created-by.ts';
import type { HistoryStep } from '../model.ts';
import type { Claim } from './claims.ts';
import { folderBefore, tidyPath, under } from './folder.ts';
import { fits, hole, pattern, quotedList, resolved, squeeze } from './written.ts';

/** `exact`: the whole text agrees. `open`: a part of it is not recorded, or hangs on what the build was given. */
export type Fit = 'exact' | 'open' | undefined;

/** A step, and what its layer brought where that is a file or two: the history of a COPY may not name its source. */
export interface Trace extends HistoryStep {
  readonly brought?: readonly string[] | undefined;
}

/** Compares one step with one instruction. */
export function match(step: Trace, claim: Claim): Fit {
  const { instruction } = claim;
  const kept = step.instruction;
  if (instruction.kind === 'run') return matchRun(step, claim);
  if (!kept || kept.keyword !== instruction.keyword) return undefined;
  const { builder } = step;
  const rewritten = instruction.kind === 'copy' || instruction.kind === 'add' || instruction.kind === 'arg';
  const verbatim = builder === 'kaniko' || builder === 'other' || (builder === 'buildah' && !rewritten);
  const asWritten = verbatim ? best(fits(claim.original, kept.args), fits(variablesOpen(claim), kept.args)) : undefined;
  const inBuildersForm =
    builder === 'kaniko' || (builder === 'buildah' && !rewritten) ? undefined : recorded(claim, kept.args);
  return instruction.kind === 'copy' && !couldBring(instruction, step) ? undefined : best(asWritten, inBuildersForm);
}

/** The text as written with its variables open, for builders that expand them in place and change nothing else. */
function variablesOpen(claim: Claim): string {
  const words = claim.instruction.words;
  if (words.every(({ variables }) => variables.length === 0)) return claim.original;
  return words.map((word) => pattern(claim.dockerfile, word)).join(' ');
}

function best(...fitting: readonly Fit[]): Fit {
  return fitting.includes('exact') ? 'exact' : fitting.find((fit) => fit !== undefined);
}

/** Compares with the forms of builders that rewrite what they record. */
function recorded(claim: Claim, text: string): Fit {
  const { instruction, dockerfile } = claim;
  switch (instruction.kind) {
    case 'copy':
    case 'add':
      return matchCopy(claim, instruction, text);
    case 'env':
    case 'label': {
      const render = (value: (word: Word) => string) =>
        instruction.pairs.map((pair) => `${value(pair.key)}=${pair.value ? value(pair.value) : ''}`).join(' ');
      return best(
        fits(
          render((word) => resolved(dockerfile, word)),
          text,
        ),
        fits(
          render((word) => pattern(dockerfile, word)),
          text,
        ),
      );
    }
    case 'arg':
      return matchArg(claim, text);
    case 'cmd':
    case 'entrypoint':
      return matchCommand(claim, quotedList(text));
    case 'healthcheck':
      return matchHealthcheck(claim, text);
    case 'shell':
      return instruction.exec && fits(`[${texts(instruction.exec).join(' ')}]`, text);
    case 'volume':
      return either(claim, text, (words) => `[${words.join(' ')}]`);
    case 'expose':
      return matchPorts(claim, text);
    case 'workdir':
      return matchWorkdir(claim, text);
    case 'onbuild':
    case 'maintainer':
      return fits(claim.args, text);
    default:
      return either(claim, text, (words) => words.join(' '));
  }
}

function either({ instruction, dockerfile }: Claim, text: string, render: (words: readonly string[]) => string): Fit {
  const known = render(instruction.words.map((word) => resolved(dockerfile, word)));
  const open = render(instruction.words.map((word) => pattern(dockerfile, word)));
  return best(fits(known, text), fits(open, text));
}

function texts(words: readonly Word[]): readonly string[] {
  return words.map((word) => word.text ?? word.raw);
}

/** A command is never expanded by the builder: what was written is what was recorded, behind the shell that ran it. */
function matchRun(step: HistoryStep, claim: Claim): Fit {
  const { instruction } = claim;
  if (instruction.kind !== 'run' || (step.instruction && step.instruction.keyword !== 'RUN')) return undefined;
  const body = step.createdBy.replace(/ # buildkit$/, '').replace(/^RUN\s+/, '');
  const { rest } = splitArgs(body);
  const given = [step.instruction?.args ?? '', rest, stripShell(rest, '/bin/sh -c') ?? ''].map(squeeze);
  if (runForms(claim).some((form) => given.includes(form))) return 'exact';
  // Behind recorded arguments with spaces nobody can tell where an exec form begins.
  const exec = instruction.exec && squeeze(texts(instruction.exec).join(' '));
  return exec !== undefined && body.startsWith('|') && squeeze(body).endsWith(` ${exec}`) ? 'open' : undefined;
}

function runForms(claim: Claim): readonly string[] {
  const { instruction } = claim;
  const forms = [claim.args, claim.original];
  if (instruction.kind === 'run' && instruction.exec) forms.push(texts(instruction.exec).join(' '));
  if (instruction.heredocs.length > 0) {
    const bodies = instruction.heredocs.map(({ body }) => body);
    const [only = ''] = bodies;
    forms.push(`${claim.original}\n${bodies.join('\n')}`);
    forms.push(`${claim.args}\n${instruction.heredocs.map(({ body, name }) => `${body}\n${name}`).join('\n')}`);
    if (bodies.length === 1 && /^<<-?\s*["']?[\w.-]+["']?$/.test(claim.args.trim())) {
      forms.push(only.startsWith('#!') ? `/dev/pipes/${instruction.heredocs[0]?.name ?? ''}` : only);
    }
  }
  return forms.map(squeeze).filter((form) => form !== '');
}

/** `file:<hash> in /dst ` keeps the kind and the destination, no source; BuildKit keeps sources, and flags in part. */
function matchCopy(claim: Claim, instruction: CopyInstruction, text: string): Fit {
  const hashed = /^(--chown=.*?)?\s*(file|dir|multi)?:?[0-9a-f]* in ([\s\S]*)$/.exec(text);
  if (hashed) return matchHashed(claim, instruction, hashed);
  const words = text.split(/\s+/);
  const flags = words.slice(
    0,
    words.findIndex((word) => !word.startsWith('--')),
  );
  if (!flags.every((flag) => matchFlag(claim, flag))) return undefined;
  const heredocs = instruction.heredocs.map(({ name }) => `<<${name}`);
  const end = instruction.destination ? [instruction.destination] : [];
  const render = (value: (word: Word) => string) =>
    [...instruction.sources.map(value), ...heredocs, ...end.map(value)].join(' ');
  const rest = words.slice(flags.length).join(' ');
  const { dockerfile } = claim;
  return best(
    fits(
      render((word) => resolved(dockerfile, word)),
      rest,
    ),
    fits(
      render((word) => pattern(dockerfile, word)),
      rest,
    ),
  );
}

function matchFlag({ dockerfile, instruction }: Claim, flag: string): boolean {
  const [name = '', value] = flag.slice(2).split(/=(.*)/s);
  const written = instruction.flag(name);
  if (!written) return false;
  return (
    value === undefined ||
    !written.value ||
    fits(pattern(dockerfile, written.value), value) !== undefined ||
    written.value.text === value
  );
}

function matchHashed(claim: Claim, instruction: CopyInstruction, hashed: RegExpExecArray): Fit {
  const [, chown, kind, destination = ''] = hashed;
  const { dockerfile } = claim;
  const to = instruction.destination;
  if (!to || instruction.heredocs.length > 0 || (kind !== undefined && !kinds(instruction).includes(kind)))
    return undefined;
  if (chown !== undefined && !instruction.flag('chown')) return undefined;
  const fit = best(fits(resolved(dockerfile, to), destination), fits(pattern(dockerfile, to), destination));
  return fit && 'open';
}

/** What the sources can have been recorded as. A plain name may be a file or a directory. */
function kinds({ sources }: CopyInstruction): readonly string[] {
  const written = sources.map((word) => word.text ?? word.raw);
  if (written.some((text) => /[*?[$]/.test(text))) return ['file', 'dir', 'multi'];
  if (written.length > 1) return ['multi'];
  return /(?:^|\/)\.{0,2}$/.test(written[0] ?? '') ? ['dir'] : ['file', 'dir'];
}

/** A single file that was copied has its source's name, or the destination's. */
function couldBring({ sources, destination }: CopyInstruction, { brought, instruction }: Trace): boolean {
  // What a variable held at the build is not what it would be now.
  if ([...sources, ...(destination ? [destination] : [])].some(({ variables }) => variables.length > 0)) return true;
  const [source, ...more] = sources.map((word) => word.text);
  if (
    !brought ||
    source === undefined ||
    more.length > 0 ||
    !destination ||
    !/(?:^|:|\s)file:/.test(instruction?.args ?? '')
  )
    return true;
  const from = lastName(source);
  const to = lastName(destination.text ?? '');
  return from === '' || hasWildcard(from) || brought.some((path) => lastName(path) === from || lastName(path) === to);
}

function lastName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** BuildKit records each ARG with its value; buildah all that are in force, names only. */
function matchArg({ instruction, inForce }: Claim, text: string): Fit {
  if (instruction.kind !== 'arg') return undefined;
  const own = instruction.pairs.map(({ key }) => key.raw);
  const all = text.split(/\s+(?=[A-Za-z_]\w*(?:[=\s]|$))/).map((pair) => pair.replace(/=[\s\S]*$/, ''));
  // buildah counts proxies that the build was given among those in force.
  const names = all.filter((name) => inForce.has(name) || own.includes(name) || !isProxyArg(name));
  if (squeeze(names.join(' ')) === own.join(' ') || valueWithBlanks(own, text)) return 'exact';
  if (text.includes('=') || !names.every((name) => name === '' || inForce.has(name))) return undefined;
  return own.every((name) => names.includes(name)) && names.length === inForce.size ? 'exact' : 'open';
}

/** `TITLE=two words`: nothing tells where a value ends, but what follows the one name is no other with a value. */
function valueWithBlanks([name, ...more]: readonly string[], text: string): boolean {
  return more.length === 0 && text.startsWith(`${name}=`) && !/\s[A-Za-z_]\w*=/.test(text);
}

function matchCommand(claim: Claim, list: readonly string[] | undefined): Fit {
  const { instruction } = claim;
  if (!list || (instruction.kind !== 'cmd' && instruction.kind !== 'entrypoint')) return undefined;
  const exec = instruction.exec && (quotedList(claim.args) ?? texts(instruction.exec));
  if (exec)
    return exec.length === list.length && exec.every((word, index) => word === list[index]) ? 'exact' : undefined;
  return list.length > 1 ? fits(claim.args, list.at(-1) ?? '') : undefined;
}

/** Go's print of the struct: `&{["CMD-SHELL" "ls /"] "5s" …}`, later `{Test:[CMD-SHELL ls /] Interval:5s …}`. */
function matchHealthcheck(claim: Claim, text: string): Fit {
  const { instruction } = claim;
  if (instruction.kind !== 'healthcheck') return undefined;
  const command = claim.args.replace(/^CMD\s+/i, '');
  const exec = quotedList(command);
  const test = instruction.none ? ['NONE'] : exec ? ['CMD', ...exec] : ['CMD-SHELL', command];
  const quoted = /^&?\{(\[(?:\s*"(?:[^"\\]|\\.)*")*\])/.exec(text);
  if (quoted) return fits(test.join('\n'), quotedList(quoted[1] ?? '')?.join('\n') ?? '');
  const bare = /^\{Test:\[([\s\S]*)\] Interval:/.exec(text);
  return bare ? fits(test.join(' '), bare[1] ?? '') : undefined;
}

/** As written, `map[443/tcp:{} 80/tcp:{}]`, or `[80/tcp 443/tcp]`: compared as sets. */
function matchPorts({ instruction, dockerfile }: Claim, text: string): Fit {
  const stated = ports(
    text
      .replace(/^(?:map)?\[|\]$/g, '')
      .replaceAll(':{}', '')
      .split(/\s+/),
  );
  const known = ports(instruction.words.flatMap((word) => resolved(dockerfile, word).split(/\s+/)));
  if (known.join(' ') === stated.join(' ')) return 'exact';
  const variable = instruction.words.filter(({ variables }) => variables.length > 0);
  const fixed = ports(
    instruction.words.filter((word) => !variable.includes(word)).map((word) => word.text ?? word.raw),
  );
  return variable.length > 0 && fixed.every((port) => stated.includes(port)) ? 'open' : undefined;
}

function ports(words: readonly string[]): readonly string[] {
  const all = words
    .filter((word) => word !== '')
    .flatMap((word) => {
      const [numbers = '', protocol = 'tcp'] = word.toLowerCase().split('/');
      const [first = '', last = first] = (numbers.split(':').at(-1) ?? '').split('-');
      const [from, to] = [Number(first), Number(last)];
      if (!(from <= to && to - from < 1000)) return [`${numbers}/${protocol}`];
      return Array.from({ length: to - from + 1 }, (_, step) => `${from + step}/${protocol}`);
    });
  return [...new Set(all)].sort();
}

/** Builders record the whole path; a relative one stands on what the base set, where the file does not say. */
function matchWorkdir({ instruction, dockerfile }: Claim, text: string): Fit {
  if (instruction.kind !== 'workdir' || !instruction.path) return undefined;
  const { workdir } = instruction.state;
  const given = workdir.explicit ? (workdir.text ?? hole) : hole;
  const paths = [resolved(dockerfile, instruction.path), pattern(dockerfile, instruction.path)];
  const forms = paths.flatMap((path) =>
    [given, folderBefore(dockerfile, workdir.explicit)].map((at) => under(at, path)),
  );
  return best(...forms.map((path) => fits(tidyPath(path), text)));
}

import { absolutePath, broughtBy, isBelow, isCopy, isSmall } from '../../src/dockerfile/brought.ts';
import { removes } from '../../src/dockerfile/caches.ts';
import { downloadsOf } from '../../src/dockerfile/downloads.ts';
import { fix } from '../../src/dockerfile/edits.ts';
import type { CopyInstruction, Dockerfile, Instruction, RunInstruction, Stage } from '../../src/dockerfile/model.ts';
import { byFolder, countBefore } from '../../src/dockerfile/order.ts';
import { after, commandsOf, type Ran } from '../../src/dockerfile/ran.ts';
import type { Command } from '../../src/dockerfile/script-model.ts';
import { defineRule } from '../../src/rule.ts';
import { isSecretFileName } from '../../src/secrets/files.ts';

export default defineRule({
  id: 'removed-in-later-layer',
  on: 'dockerfile',
  needs: { commands: ['rm'] },
  since: '1.0',
  severity: 'warning',
  category: 'size',
  summary: 'Files must be removed by the instruction that brought them.',
  why: 'A layer is never changed by a later one: the file is hidden, but its bytes are pushed, pulled and stored with the image, and can be read back out of it.',
  fault: 'removed-later',
  bad: [
    'FROM debian:12.9\nCOPY app.deb /tmp/\nRUN dpkg -i /tmp/app.deb && [|rm /tmp/app.deb|]',
    {
      code: 'FROM debian:12.9\nRUN curl -fsSLo /tmp/app.tgz https://example.com/app && tar xf /tmp/app.tgz -C /opt\nRUN [|rm -f /tmp/app.tgz|]',
      fixed:
        'FROM debian:12.9\nRUN curl -fsSLo /tmp/app.tgz https://example.com/app && tar xf /tmp/app.tgz -C /opt && rm -f /tmp/app.tgz',
    },
    'FROM debian:12.9\nWORKDIR /src\nCOPY . .\nRUN make install && cd / && [|rm -rf /src|]',
    { code: 'FROM debian:12.9\nADD install /install\nRUN /install/run && [|rm -rf /install|]', severity: 'warning' },
    {
      code: 'FROM debian:12.9\nCOPY install.sh /tmp/\nRUN sh /tmp/install.sh && [|rm /tmp/install.sh|]',
      severity: 'info',
    },
  ],
  good: [
    'FROM debian:12.9\nRUN curl -fsSLo /tmp/app.tgz https://example.com/app && tar xf /tmp/app.tgz && rm /tmp/app.tgz',
    'FROM debian:12.9\nRUN rm /etc/motd /usr/share/nginx/html/index.html',
    'FROM debian:12.9\nCOPY app.deb /tmp/\nRUN rm -rf /var/lib/apt/lists/* $FILES',
    'FROM debian:12.9\nRUN --mount=type=bind,target=/ctx dpkg -i /ctx/app.deb',
    'FROM debian:12.9 AS build\nCOPY app.deb /tmp/\nRUN rm /tmp/app.deb\nFROM debian:12.9',
    'FROM debian:12.9\nCOPY id_rsa /root/.ssh/\nRUN git clone git@example.com:acme/app.git && rm /root/.ssh/id_rsa',
    'FROM debian:12.9\nCOPY app.conf /etc/app/\nRUN rm -rf /etc/app/cache /tmp/*',
    'FROM debian:12.9\nCOPY app.conf /etc/app.conf\nRUN cd /etc && rm app.conf.bak',
  ],

  *check(file) {
    for (const stage of file.shipped) {
      for (const ran of commandsOf([stage], 'rm')) {
        const bringer = bringerOf(stage, ran);
        if (bringer === undefined) continue;
        yield {
          place: ran.command.place,
          message: `\`${bringer.path}\` stays in the layer of the \`${bringer.by.keyword}\` that brought it.`,
          evidence: [{ kind: 'file', path: bringer.path }],
          ...(bringer.small && { severity: 'info' as const }),
          help:
            bringer.by.kind === 'run'
              ? 'Remove it in the same RUN.'
              : 'Use it from a mount, `RUN --mount=type=bind,target=/ctx …`, or from a stage of its own.',
          related: [{ place: bringer.by.place, message: 'It was brought here.' }],
          fixes: remedy(file, bringer.by, ran),
        };
      }
    }
  },
});

interface Bringer {
  readonly by: Instruction;
  readonly path: string;
  /** A few kilobytes, by its name. */
  readonly small: boolean;
}

function bringerOf(stage: Stage, ran: Ran): Bringer | undefined {
  const paths = removedPaths(ran);
  if (paths.length === 0) return undefined;
  const { copied, fetched, all } = broughtTo(stage);
  // Of a folder only some files may be removed: then nobody knows whether they were in it.
  const whole = paths.filter(({ path, partly }) => path !== '/' && !partly);
  const copies = whole.flatMap(({ path }) => copied.get(path)?.[0] ?? []);
  const copy = earliest(copies.filter(({ index }) => index < ran.run.index));
  const brought =
    copy && broughtBy(copy).find(({ path }) => path !== '/' && whole.some((one) => isBelow(path, one.path)));
  if (copy && brought) {
    const source = brought.source.text ?? '';
    // What matters of a secret is for `deleted-secret`.
    return isSecretFileName(source) ? undefined : { by: copy, path: brought.path, small: isSmall(source) };
  }
  const downloads = paths.flatMap(({ path, matches }) => {
    const named = matches && all.slice(0, countBefore(all, ran.run.index)).find((one) => matches.test(one.path));
    return [...(fetched.get(path)?.slice(0, 1) ?? []), ...(named ? [named] : [])];
  });
  const download = earliest(downloads.filter(({ index }) => index < ran.run.index));
  return download && { by: download.run, path: download.path, small: isSmall(download.path) };
}

function earliest<One extends { readonly index: number; readonly at?: number }>(all: readonly One[]): One | undefined {
  return all.toSorted((a, b) => a.index - b.index || (a.at ?? 0) - (b.at ?? 0))[0];
}

interface Fetched {
  readonly index: number;
  /** Its place among all downloads of the stage. */
  readonly at: number;
  readonly path: string;
  readonly run: RunInstruction;
}

interface BroughtTo {
  /** By the path and every folder above it, in the order of the file. */
  readonly copied: ReadonlyMap<string, readonly CopyInstruction[]>;
  readonly fetched: ReadonlyMap<string, readonly Fetched[]>;
  readonly all: readonly Fetched[];
}

const known = new WeakMap<Stage, BroughtTo>();

/** What COPY brings and RUNs download and keep. */
function broughtTo(stage: Stage): BroughtTo {
  const before = known.get(stage);
  if (before !== undefined) return before;
  const copies = stage.instructions.filter(isCopy).flatMap((copy) => {
    const paths = broughtBy(copy).filter(({ path }) => path !== '/');
    return paths.map(({ path }) => [path, copy] as const);
  });
  const all = downloadsOf([stage]).flatMap(({ file: path, run, command }, at): readonly Fetched[] =>
    path?.startsWith('/') && !isGone(command, path) ? [{ index: run.index, at, path, run }] : [],
  );
  const found = { copied: byFolder(copies), fetched: byFolder(all.map((one) => [one.path, one] as const)), all };
  known.set(stage, found);
  return found;
}

function isGone(command: Command, path: string): boolean {
  return after(command).some(
    (one) =>
      removes(one, path) ||
      ((one.name === 'rm' || one.name === 'mv') && one.args.some(({ text }) => text === undefined || text === path)),
  );
}

interface Removed {
  readonly path: string;
  readonly partly: boolean;
  readonly matches?: RegExp;
}

/** Absolute, or relative where the script has not gone elsewhere. */
function removedPaths({ command, run }: Ran): readonly Removed[] {
  if (run.mounts.length > 0 || command.context.conditional || command.context.loop) return [];
  const moved = command.script.commands.some(
    ({ name, span }) => (name === 'cd' || name === 'pushd') && span.start < command.span.start,
  );
  return command.parsed.operands.flatMap(({ text }): Removed[] => {
    if (text === undefined || text.startsWith('~') || (moved && !text.startsWith('/'))) return [];
    const path = absolutePath(text.replace(/\/\*$/, ''), run.state);
    if (path === undefined) return [];
    if (!/[*?[{]/.test(path)) return [{ path, partly: text.endsWith('/*') && path === run.state.workdir.text }];
    const pattern = path
      .replace(/[.+^$()|\\{}[\]]/g, '\\$&')
      .replace(/\*/g, '[^/]*')
      .replace(/\?/g, '[^/]');
    return [{ path, partly: true, matches: new RegExp(`^${pattern}$`) }];
  });
}

/** The RUN right below does nothing else. */
function remedy(file: Dockerfile, by: Instruction, { run, command }: Ran) {
  if (
    by.kind !== 'run' ||
    !by.script ||
    run.index !== by.index + 1 ||
    command.script.commands.length !== 1 ||
    differ(file, by, run)
  )
    return [];
  const end = by.script.items.at(-1)?.span.end ?? by.span.end;
  const between = { start: end, end: command.span.start };
  if (!/^\s*RUN\s+$/i.test(file.text.slice(between.start, between.end)) || by.heredocs.length > 0) return [];
  return [fix('Remove it in the RUN that brought it', 'unsafe', { span: between, text: ' && ' })];
}

function differ(file: Dockerfile, a: RunInstruction, b: RunInstruction): boolean {
  const text = ({ flags }: RunInstruction) => flags.map(({ span }) => file.text.slice(span.start, span.end)).join(' ');
  return text(a) !== text(b);
}

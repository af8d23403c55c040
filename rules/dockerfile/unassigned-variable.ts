import type { RunInstruction, Stage } from '../../src/dockerfile/model.ts';
import { lastBefore } from '../../src/dockerfile/order.ts';
import { expansionsOf, runsOf } from '../../src/dockerfile/ran.ts';
import type { Expansion } from '../../src/dockerfile/script-model.ts';
import type { DockerfilePlace } from '../../src/finding.ts';
import { defineRule, type Related } from '../../src/rule.ts';

const defaulted = /^(?::?[-=+?]|!|\[|@)$/;
const proxies = /^(?:https?|ftp|no|all)_proxy$/;

export default defineRule({
  id: 'unassigned-variable',
  aliases: ['SC2154'],
  on: 'dockerfile',
  needs: { parts: ['variable'] },
  since: '1.0',
  severity: 'warning',
  category: 'correctness',
  summary: 'A shell variable must be set in the RUN that reads it.',
  why: 'Each RUN is a shell of its own: what another one set is gone, and the variable is empty. Names in capitals may come from the base image and are left alone, and so is every script that reads, evaluates or sources what is not seen.',
  fault: 'SC2154',
  bad: [
    'FROM debian:12.9\nRUN deps="gcc make"\nRUN apt-get install -y [|$deps|]',
    'FROM debian:12.9\nRUN apt-get purge -y "[|${build_deps}|]"',
  ],
  good: [
    'FROM debian:12.9\nRUN deps="gcc make" && apt-get install -y $deps',
    'FROM debian:12.9\nARG deps\nRUN apt-get install -y $deps ${more:-} $http_proxy',
    'FROM acme/app:1.0\nRUN cp a "$APP_HOME"',
    'FROM debian:12.9\nRUN dpkg -i /tmp/${pkg.name}.deb',
    'FROM debian:12.9\nRUN . /etc/os-release && echo $codename',
    "FROM debian:12.9\nRUN for one in a b; do echo $one; done; sh -c 'echo $two' && export $(cat /env) && echo $three",
  ],

  *check({ stages }) {
    const said = new Map<RunInstruction, Set<string>>();
    for (const { stage, run, script, part } of expansionsOf(stages)) {
      const { name } = part;
      if (name === undefined || !isUnset(part, run) || script.mayAssign(name)) continue;
      const names = said.get(run) ?? new Set();
      said.set(run, names);
      if (names.has(name)) continue;
      names.add(name);
      yield {
        place: part.place,
        message: `Nothing sets \`${name}\` in this RUN.`,
        help: `Set it in this RUN, or declare \`ARG ${name}\`.`,
        related: setter(stage, run, name),
      };
    }
  },
});

function isUnset({ name = '', operator, raw }: Expansion, { state }: RunInstruction): boolean {
  if (!/^[A-Za-z_]\w*$/.test(name) || name === name.toUpperCase() || proxies.test(name)) return false;
  // `${project.name}` is filled in by another program before.
  if (!/^\$(?:\w+$|\{#?\w+(?:[}%#:/^,]|$))/.test(raw)) return false;
  return !defaulted.test(operator ?? '') && state.env(name) === undefined;
}

/** The RUN before that set it for itself alone. */
function setter(stage: Stage, run: RunInstruction, name: string): readonly Related[] {
  const settings = known.get(stage) ?? Map.groupBy(settingsOf(stage), (set) => set.name);
  known.set(stage, settings);
  const found = lastBefore(settings.get(name) ?? [], run.index);
  return found === undefined
    ? []
    : [{ place: found.place, message: 'It is set here, in a shell that ends with its RUN.' }];
}

interface Setting {
  readonly index: number;
  readonly name: string;
  readonly place: DockerfilePlace;
}

const known = new WeakMap<Stage, ReadonlyMap<string, readonly Setting[]>>();

/** What each RUN sets, each name where it is set first. */
function settingsOf(stage: Stage): readonly Setting[] {
  return runsOf([stage]).flatMap(({ run: { index }, script }) => {
    const seen = new Set<string>();
    const all = script.commands.flatMap(({ assignments }) => assignments);
    const first = all.filter(({ name }) => !seen.has(name) && seen.add(name));
    return first.map((set) => ({
      index,
      name: set.name,
      get place() {
        return set.place;
      },
    }));
  });
}

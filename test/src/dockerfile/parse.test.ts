import { describe, expect, it } from 'vitest';
import { parse } from '../../../src/dockerfile/parse.ts';

const read = (text: string, options = {}) => parse(text, { file: 'Dockerfile', ...options });
const cut = (text: string, { span }: { span: { start: number; end: number } }) => text.slice(span.start, span.end);

describe('parse', () => {
  it('reads stages, their bases and names', () => {
    const file = read('ARG TAG=22\nFROM node:$TAG AS Build\nFROM build\nCOPY --from=0 /a /b\n');
    const [build, last] = file.stages;
    expect(build?.name).toBe('build');
    expect(build?.base).toMatchObject({ kind: 'image', name: 'node', tag: '22' });
    expect(last?.base.kind).toBe('stage');
    expect(file.shipped.map(({ index }) => index)).toEqual([0, 1]);
    expect(last?.needs.map(({ index }) => index)).toEqual([0]);
  });

  it('leads words of continued instructions back to the file', () => {
    const text = 'FROM debian:12.9\nRUN apt-get update \\\n # why\n\n  && apt-get install -y \\\n    curl=1\n';
    const run = read(text).stages[0]?.of('run')[0];
    const install = run?.script?.commands[1];
    expect(run?.script?.commands.map(({ name }) => name)).toEqual(['apt-get', 'apt-get']);
    expect(install && cut(text, install)).toBe('apt-get install -y \\\n    curl=1');
    expect(install?.args.map((word) => cut(text, word))).toEqual(['install', '-y', 'curl=1']);
    expect(install?.has('-y')).toBe(true);
    expect(read(text).comments.map(({ text: comment, inside }) => [comment, inside?.kind])).toEqual([[' why', 'run']]);
  });

  it('reads heredocs as BuildKit does', () => {
    const text = 'FROM debian:12.9\nRUN <<EOF\nset -e\napt-get update\nEOF\nRUN echo "<<EOF"\nUSER app\n';
    const [run, echo] = read(text).stages[0]?.of('run') ?? [];
    expect(run?.heredocs[0]?.body).toBe('set -e\napt-get update\n');
    expect(run?.script?.commands.map((one) => cut(text, one))).toEqual(['set -e', 'apt-get update']);
    expect(echo?.heredocs).toEqual([]);
    expect(read(text).instructions.map(({ kind }) => kind)).toEqual(['from', 'run', 'run', 'user']);
  });

  it('knows the state at an instruction', () => {
    const [stage] = read('FROM debian:12.9\nENV A=1 B="x y"\nUSER app\nWORKDIR /srv\nWORKDIR app\nRUN true\n').stages;
    const state = stage?.of('run')[0]?.state;
    expect(state?.user.text).toBe('app');
    expect(state?.workdir.text).toBe('/srv/app');
    expect(state?.env('B')?.text).toBe('x y');
    expect([...(state?.envs.keys() ?? [])]).toEqual(['A', 'B']);
  });

  it('resolves variables three-valued', () => {
    const [stage] = read('FROM debian:12.9\nARG A\nARG B=b\nENV C=${B:-x} D=$A E=$NONE F=${B%b}c\n').stages;
    const pairs = stage?.of('env')[0]?.pairs.map(({ value }) => [value?.text, value?.variables[0]?.state]);
    expect(pairs).toEqual([
      ['b', 'known'],
      [undefined, 'unknown'],
      [undefined, 'undefined'],
      ['c', 'known'],
    ]);
  });
});

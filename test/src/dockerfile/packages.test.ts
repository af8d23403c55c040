import { describe, expect, it } from 'vitest';
import { asksQuestions, cleans, installs, packageCommand } from '../../../src/dockerfile/packages.ts';
import { parse } from '../../../src/dockerfile/parse.ts';

function commands(script: string) {
  const file = parse(`FROM debian:12.9\nARG V=1.2\nRUN ${script}\n`, { file: 'Dockerfile' });
  return file.stages[0]?.of('run')[0]?.script?.commands ?? [];
}

const packages = (script: string) =>
  commands(script).flatMap((command) =>
    (installs(command)?.packages ?? []).map(({ name, version, kind }) => [name, version, kind]),
  );

describe('packages', () => {
  it.each([
    [
      'apt-get install -y curl=7.88 git',
      [
        ['curl', '7.88', 'package'],
        ['git', undefined, 'package'],
      ],
    ],
    [
      'apt-get -o A=b install -t stable curl/stable ./a.deb',
      [
        ['curl', 'stable', 'package'],
        ['./a.deb', undefined, 'file'],
      ],
    ],
    ['apt-get install libc6:i386', [['libc6', undefined, 'package']]],
    [
      'apk add --no-cache -t .build gcc~=12 g++ musl@edge',
      [
        ['gcc', '12', 'package'],
        ['g++', undefined, 'package'],
        ['musl', undefined, 'package'],
      ],
    ],
    [
      'dnf -y install java-11-openjdk nginx-1.24.0-1.el9 @dev',
      [
        ['java-11-openjdk', undefined, 'package'],
        ['nginx', '1.24.0-1.el9', 'package'],
        ['@dev', undefined, 'group'],
      ],
    ],
    [
      'zypper -n in vim=9.0 curl',
      [
        ['vim', '9.0', 'package'],
        ['curl', undefined, 'package'],
      ],
    ],
    [
      'pip3.12 install -r x.txt "flask[async]==3.0" requests . ./lib',
      [
        ['flask', '3.0', 'package'],
        ['requests', undefined, 'package'],
        ['.', undefined, 'file'],
        ['./lib', undefined, 'file'],
      ],
    ],
    ['python3 -m pip install --no-cache-dir uv==0.5', [['uv', '0.5', 'package']]],
    [
      'npm i -g @acme/app@1.0.0 yarn',
      [
        ['@acme/app', '1.0.0', 'package'],
        ['yarn', undefined, 'package'],
      ],
    ],
    ['yarn global add serve@14', [['serve', '14', 'package']]],
    ['gem install rails -v 7.1', [['rails', '7.1', 'package']]],
    ['go install example.com/app/cmd@v1.2.3', [['example.com/app/cmd', 'v1.2.3', 'package']]],
    ['cargo install ripgrep --version 14.0', [['ripgrep', '14.0', 'package']]],
    [
      'conda install -y -c conda-forge numpy=1.26 scipy',
      [
        ['numpy', '1.26', 'package'],
        ['scipy', undefined, 'package'],
      ],
    ],
    ['dotnet tool install --global dotnet-ef --version 9.0', [['dotnet-ef', '9.0', 'package']]],
    ['composer require acme/app:^2.0', [['acme/app', '^2.0', 'package']]],
    [
      'apt-get install curl=$V git=$X $LIST',
      [
        ['curl', '1.2', 'package'],
        ['git', '', 'package'],
        [undefined, undefined, 'unknown'],
      ],
    ],
    ['sudo bash -c "apt-get install -y curl"', [['curl', undefined, 'package']]],
  ])('%s', (script, expected) => {
    expect(packages(script)).toEqual(expected);
  });

  it('tells actions apart', () => {
    const script =
      'apt-get update && apk upgrade; npm ci; yarn; pip install -r a.txt; apt-get autoremove -y; rm x; go build';
    expect(commands(script).map((command) => packageCommand(command)?.action)).toEqual([
      'refresh',
      'upgrade',
      'sync',
      'sync',
      'sync',
      'remove',
      undefined,
      'sync',
    ]);
  });

  it('knows what answers questions', () => {
    const script =
      'apt-get install a; apt-get -y install a; apt-get -qq install a; yum install -y a; apk add a; apt-get $OPTS install a';
    const asks = commands(script).map((command) => {
      const found = packageCommand(command);
      return found && asksQuestions(found);
    });
    expect(asks.slice(0, 5)).toEqual([true, false, false, false, false]);
  });

  // npm refuses the clean-up without `--force` from version 5 on: where it went well, an older one obeyed.
  it('knows what clean-ups empty', () => {
    const script = 'apt-get clean; npm cache clean --force; npm cache clean; yum clean all; conda clean -afy';
    expect(commands(script).map((command) => cleans(command)[0])).toEqual([
      '/var/cache/apt',
      '~/.npm/_cacache',
      '~/.npm/_cacache',
      '/var/cache/yum',
      '/opt/conda/pkgs',
    ]);
  });
});

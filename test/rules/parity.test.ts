/**
 * For every code of the other linters: a Dockerfile with the fault that the code is about, in words of our own, and
 * at least one rule under that alias which finds it.
 */
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { dockerfileRules } from '../../rules/dockerfile.ts';
import { buildkitChecks } from '../../src/dockerfile/data/buildkit-checks.ts';
import type { Facts } from '../../src/dockerfile/facts.ts';
import { parse } from '../../src/dockerfile/parse.ts';

interface Faulty {
  readonly code: string;
  readonly options?: Readonly<Record<string, unknown>>;
  readonly facts?: Facts;
}

const run = (text: string): string => `FROM debian:12.9\nRUN ${text}`;
const label = (value: string): Faulty => ({
  code: `FROM debian:12.9\nLABEL some="${value}"`,
  options: { labels: ['some'] },
});

const hadolint: Readonly<Record<string, string | Faulty>> = {
  DL1000: 'FROM debian:12.9\nENV A="b',
  DL1001: 'FROM debian:12.9\n# hadolint ignore=DL3004\nRUN sudo true',
  DL3000: 'FROM debian:12.9\nWORKDIR app',
  DL3001: run('top -b'),
  DL3002: 'FROM debian:12.9\nUSER root',
  DL3003: run('cd /srv && make'),
  DL3004: run('sudo make'),
  DL3006: 'FROM debian',
  DL3007: 'FROM debian:latest',
  DL3008: run('apt-get update && apt-get install -y curl'),
  DL3009: run('apt-get update && apt-get install -y curl'),
  DL3010: 'FROM debian:12.9\nCOPY app.tar.gz /\nRUN tar -xzf /app.tar.gz',
  DL3011: 'FROM debian:12.9\nEXPOSE 70000',
  DL3012: 'FROM debian:12.9\nHEALTHCHECK CMD a\nHEALTHCHECK CMD b',
  DL3013: 'FROM python:3.13-slim\nRUN pip install flask',
  DL3014: run('apt-get update && apt-get install curl'),
  DL3015: run('apt-get update && apt-get install -y curl'),
  DL3016: 'FROM node:22-slim\nRUN npm install express',
  DL3018: 'FROM alpine:3.22\nRUN apk add --no-cache curl',
  DL3019: 'FROM alpine:3.22\nRUN apk add curl',
  DL3020: 'FROM debian:12.9\nADD app.py /app/',
  DL3021: 'FROM debian:12.9\nCOPY a b /app',
  DL3022: 'FROM golang:1.26 AS builder\nFROM debian:12.9\nCOPY --from=bilder /a /a',
  DL3023: 'FROM debian:12.9 AS app\nCOPY --from=app /a /b',
  DL3024: 'FROM debian:12.9 AS app\nFROM debian:12.9 AS app',
  DL3025: 'FROM debian:12.9\nCMD app --port 80',
  DL3026: { code: 'FROM evil.example.com/app:1', options: { allow: ['docker.io'] } },
  DL3027: run('apt install -y curl'),
  DL3028: 'FROM ruby:3.4-slim\nRUN gem install rake',
  DL3029: 'FROM --platform=linux/arm64 debian:12.9',
  DL3030: 'FROM rockylinux:9\nRUN yum install curl',
  DL3032: 'FROM rockylinux:9\nRUN yum install -y curl',
  DL3033: 'FROM rockylinux:9\nRUN yum install -y curl',
  DL3034: 'FROM opensuse/leap:15.6\nRUN zypper install curl',
  DL3035: 'FROM opensuse/leap:15.6\nRUN zypper -n dup',
  DL3036: 'FROM opensuse/leap:15.6\nRUN zypper -n install curl',
  DL3037: 'FROM opensuse/leap:15.6\nRUN zypper -n install curl',
  DL3038: 'FROM fedora:42\nRUN dnf install curl',
  DL3040: 'FROM fedora:42\nRUN dnf install -y curl',
  DL3041: 'FROM fedora:42\nRUN dnf install -y curl',
  DL3042: 'FROM python:3.13-slim\nRUN pip install flask==3.1',
  DL3043: 'FROM debian:12.9\nONBUILD FROM debian:12.9',
  DL3044: 'FROM debian:12.9\nENV ROOT=/srv DATA=$ROOT/data',
  DL3045: 'FROM debian:12.9\nCOPY app app',
  DL3046: run('useradd -u 200000 app'),
  DL3047: run('wget https://example.com/a'),
  DL3048: 'FROM debian:12.9\nLABEL Some=a',
  DL3049: { code: 'FROM debian:12.9', options: { labels: ['some'] } },
  DL3050: { code: 'FROM debian:12.9\nLABEL other=a', options: { labels: ['some'] } },
  DL3051: label(''),
  DL3052: label('no address'),
  DL3053: label('yesterday'),
  DL3054: label('free for all'),
  DL3055: label('main'),
  DL3056: label('one'),
  DL3057: 'FROM debian:12.9\nCMD ["app"]',
  DL3058: label('nobody'),
  DL3059: 'FROM debian:12.9\nRUN make\nRUN make install',
  DL3060: 'FROM node:22-slim\nRUN yarn install',
  DL3061: 'LABEL some=a\nFROM debian:12.9',
  DL3062: 'FROM golang:1.26\nRUN go install example.com/tool@latest',
  DL3063: 'FROM debian:12.9 AS scratch',
  DL3064: 'FROM debian:12.9\nENV DB_PASSWORD=a',
  DL3065: 'FROM --platform=$TARGETPLATFORM debian:12.9',
  DL3066: 'FROM debian:12.9\nUSER app',
  DL3067: 'FROM debian:12.9 AS all\nFROM debian:12.9\nCOPY --from=all / /',
  DL4000: 'FROM debian:12.9\nMAINTAINER Ann',
  DL4001: run('curl -O https://example.com/a && wget https://example.com/b'),
  DL4003: 'FROM debian:12.9\nCMD ["a"]\nCMD ["b"]',
  DL4004: 'FROM debian:12.9\nENTRYPOINT ["a"]\nENTRYPOINT ["b"]',
  DL4005: run('ln -sf /bin/bash /bin/sh'),
  DL4006: 'FROM debian:12.9\nSHELL ["/bin/bash", "-c"]\nRUN curl https://example.com/app | sh',
};

const platforms: Facts = {
  registry: { images: new Map([['debian:12.9', { exists: true, platforms: ['linux/amd64'] }]]) },
};
const ignored: Facts = { context: { directory: '.', ignore: { file: '.dockerignore', text: 'app.py\n' } } };

const buildkit: Readonly<Record<string, string | Faulty>> = {
  StageNameCasing: 'FROM debian:12.9 AS App',
  FromAsCasing: 'FROM debian:12.9 as app',
  NoEmptyContinuation: run('true && \\\n\n  true'),
  ConsistentInstructionCasing: 'FROM debian:12.9\nrun true\nRUN true',
  DuplicateStageName: 'FROM debian:12.9 AS app\nFROM debian:12.9 AS APP',
  ReservedStageName: 'FROM debian:12.9 AS context',
  JSONArgsRecommended: 'FROM debian:12.9\nENTRYPOINT app',
  MaintainerDeprecated: 'FROM debian:12.9\nMAINTAINER Ann',
  UndefinedArgInFrom: 'FROM debian:$TAG',
  WorkdirRelativePath: 'FROM debian:12.9\nWORKDIR app',
  UndefinedVar: 'FROM debian:12.9\nCOPY $FILE /app/',
  MultipleInstructionsDisallowed: 'FROM debian:12.9\nCMD ["a"]\nCMD ["b"]',
  LegacyKeyValueFormat: 'FROM debian:12.9\nENV A b',
  InvalidBaseImagePlatform: { code: 'FROM --platform=linux/s390x debian:12.9', facts: platforms },
  RedundantTargetPlatform: 'FROM --platform=$TARGETPLATFORM debian:12.9',
  SecretsUsedInArgOrEnv: 'FROM debian:12.9\nARG API_KEY=a\nRUN true',
  InvalidDefaultArgInFrom: 'ARG TAG\nFROM debian:$TAG',
  FromPlatformFlagConstDisallowed: 'FROM --platform=linux/arm64 debian:12.9',
  CopyIgnoredFile: { code: 'FROM debian:12.9\nCOPY app.py /app/', facts: ignored },
  InvalidDefinitionDescription: '# The tag.\nARG TAG=12.9\nFROM debian:$TAG',
  ExposeProtoCasing: 'FROM debian:12.9\nEXPOSE 80/TCP',
  ExposeInvalidFormat: 'FROM debian:12.9\nEXPOSE 8080:80',
};

const trivy: Readonly<Record<string, string | Faulty>> = {
  'DS-0001': 'FROM debian',
  'DS-0002': 'FROM debian:12.9\nCMD ["app"]',
  'DS-0004': 'FROM debian:12.9\nEXPOSE 22',
  'DS-0005': 'FROM debian:12.9\nADD app.py /app/',
  'DS-0006': 'FROM debian:12.9 AS app\nCOPY --from=app /a /b',
  'DS-0007': 'FROM debian:12.9\nENTRYPOINT ["a"]\nENTRYPOINT ["b"]',
  'DS-0008': 'FROM debian:12.9\nEXPOSE 70000',
  'DS-0009': 'FROM debian:12.9\nWORKDIR app',
  'DS-0010': run('sudo make'),
  'DS-0011': 'FROM debian:12.9\nCOPY a b /app',
  'DS-0012': 'FROM debian:12.9 AS app\nFROM debian:12.9 AS App',
  'DS-0013': run('cd /srv && make'),
  'DS-0014': run('curl -O https://example.com/a && wget https://example.com/b'),
  'DS-0015': 'FROM rockylinux:9\nRUN yum install -y curl',
  'DS-0016': 'FROM debian:12.9\nCMD ["a"]\nCMD ["b"]',
  'DS-0017': run('apt-get update'),
  'DS-0019': 'FROM fedora:42\nRUN dnf install -y curl',
  'DS-0020': 'FROM opensuse/leap:15.6\nRUN zypper -n install curl',
  'DS-0021': run('apt-get update && apt-get install curl'),
  'DS-0022': 'FROM debian:12.9\nMAINTAINER Ann',
  'DS-0023': 'FROM debian:12.9\nHEALTHCHECK CMD a\nHEALTHCHECK CMD b',
  'DS-0024': run('apt-get update && apt-get -y dist-upgrade'),
  'DS-0025': 'FROM alpine:3.22\nRUN apk add curl',
  'DS-0026': 'FROM debian:12.9\nCMD ["app"]',
  'DS-0027': 'FROM registry.access.redhat.com/ubi9-minimal:9.5\nRUN microdnf install -y curl',
  'DS-0029': run('apt-get update && apt-get install -y curl'),
  'DS-0030': 'FROM debian:12.9\nWORKDIR /proc/app',
  'DS-0031': 'FROM debian:12.9\nENV DB_PASSWORD=a',
};

const checkov: Readonly<Record<string, string | Faulty>> = {
  CKV_DOCKER_1: 'FROM debian:12.9\nEXPOSE 22',
  CKV_DOCKER_2: 'FROM debian:12.9\nCMD ["app"]',
  CKV_DOCKER_3: 'FROM debian:12.9\nCMD ["app"]',
  CKV_DOCKER_4: 'FROM debian:12.9\nADD app.py /app/',
  CKV_DOCKER_5: run('apt-get update'),
  CKV_DOCKER_6: 'FROM debian:12.9\nMAINTAINER Ann',
  CKV_DOCKER_7: 'FROM debian:latest',
  CKV_DOCKER_8: 'FROM debian:12.9\nUSER root',
  CKV_DOCKER_9: run('apt install -y curl'),
  CKV_DOCKER_10: 'FROM debian:12.9\nWORKDIR app',
  CKV_DOCKER_11: 'FROM debian:12.9 AS app\nFROM debian:12.9 AS app',
  CKV2_DOCKER_1: run('sudo make'),
  CKV2_DOCKER_2: run('curl -k https://example.com/a -o a'),
  CKV2_DOCKER_3: run('wget --no-check-certificate https://example.com/a'),
  CKV2_DOCKER_4: run('pip install --trusted-host example.com flask'),
  CKV2_DOCKER_5: 'FROM debian:12.9\nENV PYTHONHTTPSVERIFY=0',
  CKV2_DOCKER_6: 'FROM debian:12.9\nENV NODE_TLS_REJECT_UNAUTHORIZED=0',
  CKV2_DOCKER_7: 'FROM alpine:3.22\nRUN apk add --no-cache --allow-untrusted curl',
  CKV2_DOCKER_8: run('apt-get install -y --allow-unauthenticated curl'),
  CKV2_DOCKER_9: 'FROM rockylinux:9\nRUN yum install -y --nogpgcheck curl',
  CKV2_DOCKER_10: 'FROM rockylinux:9\nRUN rpm -i --nosignature a.rpm',
  CKV2_DOCKER_11: run('apt-get install -y --force-yes curl'),
  CKV2_DOCKER_12: 'FROM debian:12.9\nENV NPM_CONFIG_STRICT_SSL=false',
  CKV2_DOCKER_13: run('npm config set strict-ssl false'),
  CKV2_DOCKER_14: 'FROM debian:12.9\nENV GIT_SSL_NO_VERIFY=1',
  CKV2_DOCKER_15: 'FROM rockylinux:9\nRUN yum-config-manager --setopt=sslverify=0 --save',
  CKV2_DOCKER_16: 'FROM debian:12.9\nENV PIP_TRUSTED_HOST=example.com',
  CKV2_DOCKER_17: run("echo 'root:a' | chpasswd"),
};

test('the tables are whole', () => {
  expect(Object.keys(hadolint).filter((code) => code !== 'DL1000')).toHaveLength(71);
  expect(Object.keys(buildkit).toSorted()).toEqual(buildkitChecks);
  expect(Object.keys(trivy)).toHaveLength(28);
  expect(Object.keys(checkov)).toHaveLength(28);
});

describe.each(Object.entries({ ...hadolint, ...buildkit, ...trivy, ...checkov }))('%s', (code, example) => {
  const given: Faulty = typeof example === 'string' ? { code: example } : example;

  test('is found', () => {
    const rules = dockerfileRules.filter(({ aliases }) => aliases?.includes(code));
    expect(rules, 'a rule with this alias').not.toEqual([]);
    const subject = parse(given.code, { file: 'Dockerfile', facts: given.facts ?? {} });
    const found = rules.flatMap((rule) => [...rule.check(subject, rule.options?.(z).parse(given.options ?? {}) ?? {})]);
    expect(found, given.code).not.toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import { baseOf } from '../../../src/dockerfile/bases.ts';
import { parse } from '../../../src/dockerfile/parse.ts';

const stageOf = (text: string) => {
  const [stage] = parse(text, { file: 'Dockerfile' }).stages;
  if (stage === undefined) throw new Error('no stage');
  return stage;
};
const base = (image: string) => baseOf(stageOf(`FROM ${image}\n`).root);

describe('base images', () => {
  it.each([
    ['debian:12.9', { known: true, user: 'root', workdir: '/', sh: 'dash' }],
    ['docker.io/library/node:22-alpine', { known: true, user: 'root', sh: 'ash' }],
    ['golang:1.24', { workdir: '/go', sh: 'dash' }],
    ['gcr.io/distroless/static:nonroot', { user: '65532', bare: true }],
    ['gcr.io/distroless/static', { user: 'root', bare: true }],
    ['jenkins/jenkins:lts', { user: 'jenkins' }],
    ['quay.io/jupyter/base-notebook', { healthcheck: true, workdir: '/home/jovyan' }],
    ['public.ecr.aws/docker/library/golang:1.24-alpine', { known: true, workdir: '/go', sh: 'ash' }],
    ['mirror.gcr.io/library/node:22', { known: true, sh: 'dash' }],
    ['arm64v8/alpine:3.21', { known: true, sh: 'ash' }],
    ['nvidia/cuda:12.4.1-devel-ubuntu22.04', { known: true, family: 'ubuntu' }],
    ['nvidia/cuda:12.4.1-runtime-ubi9', { known: true, family: 'rpm' }],
    ['mambaorg/micromamba:2.6.1', { user: 'mambauser', workdir: '/tmp' }],
    ['ghcr.io/astral-sh/uv:python3.13-bookworm-slim', { known: true, family: 'debian' }],
    ['ghcr.io/astral-sh/uv:0.9', { known: false }],
    ['acme/library/node:22', { known: false }],
    ['acme/app:1', { known: false, user: 'root', workdir: '/', shell: ['/bin/sh', '-c'], sh: 'sh' }],
    ['scratch', { known: true, bare: true }],
    ['python:3.13-windowsservercore-ltsc2025', { windows: true }],
  ])('%s', (image, expected) => {
    expect(base(image)).toMatchObject(expected);
  });

  it('reads what a shell of its own runs as bash', () => {
    const [run] = stageOf('FROM mambaorg/micromamba:2.6.1\nRUN true\n').of('run');
    expect(run?.script?.dialect).toBe('bash');
  });

  it('gives the state at the start of a stage', () => {
    const { state } = stageOf('FROM cimg/node:22.1\nRUN true\n').of('run')[0] ?? {};
    expect(state?.user).toEqual({ text: 'circleci' });
    expect(state?.workdir.text).toBe('/home/circleci/project');
    expect(state?.shell.words).toContain('pipefail');
  });

  it.each([
    ['FROM mcr.microsoft.com/windows/nanoserver:ltsc2022\n', true],
    ['FROM --platform=windows/amd64 acme/app\n', true],
    ['FROM acme/app:ltsc2022\n', true],
    ['FROM acme/app\nSHELL ["powershell", "-Command"]\n', true],
    ['# escape=`\nFROM acme/app\n', true],
    ['FROM --platform=linux/amd64 acme/app:ltsc2022\n', false],
    ['FROM debian:12.9\nSHELL ["pwsh", "-c"]\n', false],
  ])('tells Windows: %j', (text, expected) => {
    const stage = stageOf(`${text}RUN dir\n`);
    expect(stage.windows).toBe(expected);
  });
});

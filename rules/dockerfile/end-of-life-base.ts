import { endOfLifeDate } from '../../src/dockerfile/data/end-of-life.ts';
import { fix } from '../../src/dockerfile/edits.ts';
import type { Dockerfile, ImageReference } from '../../src/dockerfile/model.ts';
import { imageUses } from '../../src/dockerfile/references.ts';
import { releasesOf, successorOf } from '../../src/dockerfile/release.ts';
import { defineRule, type Fix } from '../../src/rule.ts';

const facts = { today: '2026-08-15' };
const tags = ['14', '14-alpine', '20-alpine', '22', '22-alpine', 'latest'];
const images = new Map(['node:14-alpine', 'node:14-buster'].map((name) => [name, { exists: true, tags }]));

export default defineRule({
  id: 'end-of-life-base',
  on: 'dockerfile',
  since: '1.0',
  severity: 'info',
  category: 'security',
  summary: 'A base must not be past its end of life.',
  why: 'Nobody mends its faults any more: what is found in it from now on stays in your image.',
  options: (z) =>
    z.strictObject({
      days: z.int().default(0).describe('Speak this many days before the end.'),
    }),
  bad: [
    {
      code: 'FROM [|node:14|]',
      facts,
      message: '`node` 14 has had no security fixes since 2023-04-30 (table of 2026-08-22).',
    },
    {
      code: 'FROM [|node:14-alpine|] AS build\nFROM scratch',
      facts: { ...facts, registry: { images } },
      fixed: 'FROM node:22-alpine AS build\nFROM scratch',
    },
    { code: 'FROM [|node:14-buster|]', facts: { ...facts, registry: { images } } },
    { code: 'FROM [|python:3.8.20-slim|] AS build\nFROM scratch', facts },
    { code: 'FROM [|golang:1.26-buster|]', facts },
    { code: 'FROM [|alpine:3.9|]', facts },
    { code: 'FROM [|centos:centos7|]', facts },
    { code: 'FROM [|mcr.microsoft.com/dotnet/sdk:6.0|]', facts },
    { code: 'FROM [|debian:11|]', facts, options: { days: 30 } },
  ],
  good: [
    'FROM node:14',
    { code: 'FROM node:22', facts },
    { code: 'FROM debian:11', facts },
    { code: 'FROM debian:latest', facts },
    { code: 'FROM acme/node:14', facts },
    { code: 'FROM ubuntu:$RELEASE', facts },
  ],

  *check(file, { days }) {
    const { today } = file.facts;
    if (today === undefined) return;
    const limit = days === 0 ? today : addDays(today, days);
    for (const { reference, instruction } of imageUses(file)) {
      if (instruction.kind !== 'from') continue;
      const dead = releasesOf(reference).find(({ ends }) => ends !== undefined && ends < limit);
      if (!dead) continue;
      const { product, release, ends = '' } = dead;
      const verb = ends < today ? 'has had no security fixes since' : 'gets no more security fixes after';
      const tags = file.facts.registry?.images.get(reference.raw)?.tags ?? [];
      const successor = reference.digest === undefined ? successorOf(reference, tags, limit) : undefined;
      const move = successor === undefined ? undefined : moveTo(file, reference, successor);
      yield {
        place: reference.place,
        message: `\`${product}\` ${release} ${verb} ${ends} (table of ${endOfLifeDate}).`,
        evidence: [{ kind: 'value', name: 'end of life', value: ends }],
        help: `Move to ${move ? `\`${reference.name}:${successor}\`` : `a supported release of \`${product}\``}.`,
        ...(move && { fixes: [move] }),
      };
    }
  },
});

/** Writes another tag, where the reference stands in the file as it is. */
function moveTo({ text }: Dockerfile, { raw, name, span }: ImageReference, tag: string): Fix | undefined {
  if (text.slice(span.start, span.end) !== raw) return undefined;
  return fix(`Move to \`${name}:${tag}\``, 'unsafe', { span, text: `${name}:${tag}` });
}

function addDays(date: string, days: number): string {
  return new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10);
}

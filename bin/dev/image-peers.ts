/**
 * `node bin/dev/image-peers.ts DIVE DOCKLE ARCHIVE…`: docker-archives beside what dive and dockle say of them, as markdown.
 * With them two images of our own: one that trips every check of dockle's, and one that only its known faults trip. Waste is held against a third count, made by unpacking every layer with GNU tar; run it as root, for owners and devices.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import * as z from 'zod';
import { names } from '../../rules/names.ts';
import { main } from '../../src/cli/main.ts';
import { documentSchema } from '../../src/report/schema.ts';
import { sketchArchive } from '../../src/testing/sketch.ts';
import { guilty, innocent } from './image-peers-sketches.ts';

const manifestSchema = z.array(z.object({ Layers: z.array(z.string()) }));
const diveSchema = z.object({
  image: z.object({
    inefficientBytes: z.number(),
    fileReference: z.array(z.object({ count: z.number(), sizeBytes: z.number(), file: z.string() })).nullable(),
  }),
});
const dockleSchema = z.object({
  details: z.array(z.object({ code: z.string(), level: z.string(), alerts: z.array(z.string()) })).nullable(),
});

/** Bytes of regular files below a folder, hard links once, whiteouts left out. */
function bytesBelow(folder: string): number {
  const listed = execFileSync('find', [folder, '-xdev', '-type', 'f', '!', '-name', '.wh.*', '-printf', '%i %s\n'], {
    encoding: 'utf8',
    maxBuffer: 1 << 30,
  });
  const sizes = new Map(
    listed
      .split('\n')
      .map((line) => line.split(' '))
      .map(([inode, size]) => [inode, Number(size ?? 0)]),
  );
  return [...sizes.values()].reduce((sum, size) => sum + size, 0);
}

/** Extracts as an unpacker does; a name with `.wh.` tells what the layers below lose. */
function applyLayer(blob: string, { own, merged }: { readonly own: string; readonly merged: string }): void {
  const flags = ['--numeric-owner', '-p', '--keep-directory-symlink', '--warning=none'];
  spawnSync('tar', ['-xf', blob, '-C', own, ...flags]);
  const whiteouts = execFileSync('find', [own, '-name', '.wh.*', '-printf', '%P\n'], { encoding: 'utf8' });
  for (const path of whiteouts.split('\n').filter((line) => line !== '')) {
    const at = join(merged, dirname(path));
    const name = basename(path).slice('.wh.'.length);
    if (name !== '.wh..opq') rmSync(join(at, name), { recursive: true, force: true });
    else if (existsSync(at)) execFileSync('find', [at, '-mindepth', '1', '-delete']);
  }
  spawnSync('tar', ['-xf', blob, '-C', merged, '--exclude=.wh.*', ...flags]);
}

/** What the layers hold, and what of it the final filesystem does not: by the disk, not by us. */
function unpacked(archive: string): { readonly total: number; readonly waste: number } {
  const root = mkdtempSync(join(tmpdir(), 'plimsoll-peers-'));
  try {
    const [outer, merged] = [join(root, 'archive'), join(root, 'merged')];
    for (const folder of [outer, merged]) mkdirSync(folder);
    execFileSync('tar', ['-xf', archive, '-C', outer]);
    const [manifest] = manifestSchema.parse(JSON.parse(readFileSync(join(outer, 'manifest.json'), 'utf8')));
    let total = 0;
    for (const [index, layer] of (manifest?.Layers ?? []).entries()) {
      const own = join(root, `layer-${index}`);
      mkdirSync(own);
      applyLayer(join(outer, layer), { own, merged });
      total += bytesBelow(own);
      rmSync(own, { recursive: true, force: true });
    }
    return { total, waste: total - bytesBelow(merged) };
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

async function ours(archive: string) {
  let text = '';
  const write = (more: string) => {
    text += more;
  };
  const argv = ['image', archive, '--no-cache', '--no-config', '--format', 'json'];
  // Dockle's checks that taste leaves out are asked too.
  const asked = ['missing-image-healthcheck', 'add-instead-of-copy'].flatMap((id) => ['--rule', `${id}=info`]);
  await main([...argv, ...asked], {
    stdin: Readable.from([]),
    stdout: { write, isTTY: false, columns: 100 },
    stderr: process.stderr,
    cwd: process.cwd(),
    env: {},
    now: () => new Date(),
  });
  const [report] = documentSchema.parse(JSON.parse(text)).reports;
  return { findings: report?.findings ?? [], waste: report?.image?.waste ?? 0 };
}

/** Codes of rules that found something; each code is one of dockle's. */
function codesOf(findings: readonly { readonly rule: string }[]): ReadonlySet<string> {
  const found = new Set(findings.map(({ rule }) => rule));
  const codes = names()
    .filter(({ id }) => found.has(id))
    .flatMap(({ aliases = [] }) => aliases);
  return new Set(codes.filter((code) => /^(CIS-DI|DKL)-/.test(code)));
}

function dive(program: string, archive: string) {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-dive-'));
  const file = join(folder, 'dive.json');
  spawnSync(program, ['--source', 'docker-archive', archive, '--json', file], { env: { ...process.env, CI: 'true' } });
  const { image } = diveSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  rmSync(folder, { recursive: true });
  return image;
}

function dockle(program: string, archive: string) {
  const { stdout } = spawnSync(program, ['--input', archive, '-f', 'json'], { encoding: 'utf8', maxBuffer: 1 << 28 });
  const fired = dockleSchema.parse(JSON.parse(stdout)).details ?? [];
  return fired.filter(({ level }) => /^(FATAL|WARN|INFO)$/.test(level));
}

const made = mkdtempSync(join(tmpdir(), 'plimsoll-made-'));
for (const [name, sketch] of Object.entries({ guilty, innocent }))
  writeFileSync(join(made, `${name}.tar`), sketchArchive(sketch));
const [divePath = 'dive', docklePath = 'dockle', ...given] = process.argv.slice(2);
const archives = [...given, join(made, 'guilty.tar'), join(made, 'innocent.tar')];
const lines: string[] = [];
process.stdout.write(
  '| image | bytes in layers | wasted: unpacked | plimsoll | dive | dive ÷ unpacked |\n|---|--:|--:|--:|--:|--:|\n',
);
for (const archive of archives) {
  const [truth, own, theirs] = [unpacked(archive), await ours(archive), dive(divePath, archive)];
  const ratio = truth.waste === 0 ? '' : (theirs.inefficientBytes / truth.waste).toFixed(2);
  const name = basename(archive).replace(/(\.docker)?\.tar$/, '');
  const agrees = own.waste === truth.waste ? String(own.waste) : `**${own.waste}**`;
  process.stdout.write(
    `| ${name} | ${truth.total} | ${truth.waste} | ${agrees} | ${theirs.inefficientBytes} | ${ratio} |\n`,
  );
  const said = dockle(docklePath, archive);
  const codes = codesOf(own.findings);
  for (const { code, level, alerts } of said) {
    const told = alerts.slice(0, 3).join('; ').replaceAll('|', '\\|').slice(0, 160);
    lines.push(
      `| ${name} | ${code} | ${level}, ${alerts.length} | ${codes.has(code) ? 'fires' : '**silent**'} | ${told} |\n`,
    );
  }
  for (const code of codes) {
    const rules = names().filter(
      ({ id, aliases }) => aliases?.includes(code) && own.findings.some(({ rule }) => rule === id),
    );
    if (!said.some((one) => one.code === code))
      lines.push(`| ${name} | ${code} | silent | fires | ${rules.map(({ id }) => id).join(', ')} |\n`);
  }
}
process.stdout.write(
  `\n| image | check | dockle | plimsoll | what dockle says, or our rules |\n|---|---|---|---|---|\n${lines.join('')}`,
);
rmSync(made, { recursive: true });

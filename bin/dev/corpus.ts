/** `npm run corpus -- DIR`: our parser beside dockerfile-ast over every Dockerfile of a folder. `--buildkit DIR`: beside BuildKit's own test data. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decode } from '../../src/dockerfile/decode.ts';
import { checkBuildkit } from './buildkit.ts';
import { type Difference, differences } from './differential.ts';

function* filesBelow(folder: string): Iterable<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesBelow(path);
    else if (
      entry.isFile() &&
      /(?:docker|container)file/i.test(entry.name) &&
      !/\.(?:md|dockerignore)$/.test(entry.name)
    )
      yield path;
  }
}

function compareFolder(folder: string, shown: number): boolean {
  const classes = new Map<string, { count: number; files: Set<string>; examples: string[] }>();
  let files = 0;
  for (const path of filesBelow(folder)) {
    files++;
    for (const difference of differences(decode(readFileSync(path)).text)) {
      const found = classes.get(difference.why) ?? { count: 0, files: new Set(), examples: [] };
      classes.set(difference.why, found);
      found.count++;
      found.files.add(path);
      if (found.examples.length < shown) found.examples.push(describe(path, difference));
    }
  }
  process.stdout.write(`${files} files\n`);
  for (const [why, { count, files: where, examples }] of [...classes].sort(([a], [b]) => a.localeCompare(b))) {
    process.stdout.write(
      `${String(count).padStart(6)} in ${String(where.size).padStart(5)} files  ${why}\n${examples.join('')}`,
    );
  }
  return !classes.has('unexplained');
}

function describe(path: string, { line, what, ours, theirs }: Difference): string {
  return `         ${path}:${line} ${what}\n           ours   ${JSON.stringify(ours).slice(0, 160)}\n           theirs ${JSON.stringify(theirs).slice(0, 160)}\n`;
}

const args = process.argv.slice(2);
const folder = args.find((arg) => !arg.startsWith('-'));
if (folder === undefined) {
  process.stderr.write(
    'corpus: name a folder of Dockerfiles, or --buildkit and a folder of BuildKit’s frontend/dockerfile.\n',
  );
  process.exitCode = 2;
} else if (args.includes('--buildkit')) {
  for (const { what, count, failures } of checkBuildkit(folder)) {
    process.stdout.write(`${String(count - failures.length).padStart(4)} of ${String(count).padStart(4)}  ${what}\n`);
    for (const failure of failures) process.stdout.write(`      ${failure}\n`);
    if (failures.length > 0) process.exitCode = 1;
  }
} else if (!compareFolder(folder, Number(/--show=(\d+)/.exec(args.join(' '))?.[1] ?? 0))) process.exitCode = 1;

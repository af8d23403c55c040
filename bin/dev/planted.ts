/** Whether what was planted in an image is found. */
import { Readable } from 'node:stream';
import { main } from '../../src/cli/main.ts';
import type { Place } from '../../src/finding.ts';
import type { Plant } from './plants.ts';

interface Told {
  readonly rule: string;
  readonly message: string;
  readonly place: Place;
  readonly evidence: readonly { readonly kind: string }[];
}

export interface Checked {
  /** Whether each was found at its place. */
  readonly found: readonly (readonly [what: string, there: boolean])[];
  /** Secrets that the image was said to hold before, as `rule place`. */
  readonly before: readonly string[];
  /** Findings with a secret that were neither there before nor planted. */
  readonly others: readonly string[];
  /** All that was written. */
  readonly output: string;
}

/** Reads an image and the same with secrets planted. */
export async function checkPlants(image: string, planted: string, plants: readonly Plant[]): Promise<Checked> {
  const before = (await secretsOf(image)).told.map(nameOf);
  const { told, output } = await secretsOf(planted);
  const found = plants.map((plant) => [plant.what, told.some((one) => tells(one, plant))] as const);
  const others = told
    .filter(
      (one) =>
        !plants.some((plant) => tells(one, plant)) && !before.includes(nameOf(one)) && one.rule !== 'git-directory',
    )
    .map(nameOf);
  return { found, before, others, output };
}

function nameOf({ rule, place }: Told): string {
  return `${rule} ${JSON.stringify(place)}`;
}

function tells({ rule, place, message }: Told, plant: Plant): boolean {
  const actual = new Map<string, unknown>(Object.entries(place));
  return (
    rule === plant.rule &&
    Object.entries(plant.place).every(([name, value]) => actual.get(name) === value) &&
    message.includes(plant.says ?? '')
  );
}

/** What is said of secrets, by the command as anyone runs it. */
async function secretsOf(image: string): Promise<{ readonly told: readonly Told[]; readonly output: string }> {
  let output = '';
  const write = (text: string) => {
    output += text;
  };
  const stream = { isTTY: false, columns: 100, write };
  await main(['image', image, '--format', 'json', '--no-cache'], {
    stdin: Readable.from([]),
    stdout: stream,
    stderr: { ...stream, write: () => undefined },
    cwd: process.cwd(),
    env: {},
    now: () => new Date(),
  });
  const { reports }: { reports: { findings: Told[] }[] } = JSON.parse(output);
  const told = reports.flatMap(({ findings }) => findings);
  return { told: told.filter(({ evidence }) => evidence.some(({ kind }) => kind === 'secret')), output };
}

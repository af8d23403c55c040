/** `plimsoll config --print` and `plimsoll init`: what holds and who said so; a first configuration. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { rules } from '../../rules/index.ts';
import { firstConfig, fromHadolint } from '../config/init.ts';
import { printConfig } from '../config/print.ts';
import { resolveRules } from '../config/resolve.ts';
import type { JudgingFlags } from './flags.ts';
import { govern, sentences } from './govern.ts';
import { exitCodes, type Io, UsageError } from './io.ts';
import { reasonText } from './read.ts';

interface ConfigFlags extends JudgingFlags {
  readonly print?: string | boolean;
  readonly image?: string;
  readonly all?: boolean;
}

export async function config(flags: ConfigFlags, io: Io): Promise<number> {
  const file = typeof flags.print === 'string' ? flags.print : 'Dockerfile';
  const governance = await govern({ flags, io, rules, files: [file] });
  const governed = await governance.of(file);
  const target = flags.image === undefined ? { file: resolve(io.cwd, file) } : { image: flags.image };
  const states = await resolveRules(governed.config, target, governed.kit);
  const about = flags.image ?? file;
  io.stdout.write(printConfig({ config: governed.config, states, about, ...(flags.all && { all: true }) }));
  return exitCodes.clean;
}

interface InitFlags {
  readonly fromHadolint?: string | boolean;
  readonly force?: boolean;
}

const name = 'plimsoll.yaml';

export async function init({ fromHadolint: from, force }: InitFlags, io: Io): Promise<number> {
  const path = resolve(io.cwd, name);
  if (existsSync(path) && !force) throw new UsageError(`\`${name}\` is there already; --force writes over it.`);
  const text =
    from === undefined || from === false ? firstConfig : await converted(from === true ? '.hadolint.yaml' : from, io);
  writeFileSync(path, text);
  io.stdout.write(`Wrote ${name}. \`plimsoll config --print\` says what holds now.\n`);
  return exitCodes.clean;
}

async function converted(file: string, io: Io): Promise<string> {
  let text: string;
  try {
    text = readFileSync(resolve(io.cwd, file), 'utf8');
  } catch (error) {
    throw new UsageError(reasonText(error, file));
  }
  const result = await fromHadolint(text, file, rules);
  if (!result.ok) throw new UsageError(sentences(result.problem));
  return result.value;
}

/** Flags as commander hands them over, and the run options that are made of them. */
import type { Io } from './io.ts';
import { UsageError } from './io.ts';

export interface JudgingFlags {
  readonly format?: readonly string[];
  readonly failOn?: 'error' | 'warning' | 'info' | 'never';
  /** A file; `false` for --no-config. */
  readonly config?: string | boolean;
  readonly preset?: string;
  readonly rule?: readonly string[];
  readonly ignore?: readonly string[];
  readonly baseline?: string;
  readonly writeBaseline?: string;
  readonly today?: string;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
  readonly color?: boolean;
  readonly buildArg?: readonly string[];
  readonly fingerprintKey?: string;
}

export interface LintFlags extends JudgingFlags {
  readonly fix?: boolean;
  readonly unsafe?: boolean;
  readonly diff?: boolean;
  readonly target?: readonly string[];
  readonly context?: string;
  readonly explainStage?: string | boolean;
  readonly stdinFilename?: string;
  readonly since?: string;
  readonly shellcheck?: string;
  readonly online?: boolean;
  /** Compose and bake files; `false` for --no-from. */
  readonly from?: readonly string[] | false;
}

export interface ImageFlags extends JudgingFlags {
  readonly dockerfile?: string;
  readonly target?: string;
  readonly platform?: string;
  readonly base?: string;
  readonly ignoreBase?: boolean;
  readonly cache?: boolean;
  readonly layers?: boolean;
  readonly tree?: string;
  /** Compose and bake files. */
  readonly from?: readonly string[] | false;
  readonly against?: string;
}

/** `NAME=VALUE` pairs; a bare NAME takes its value from the environment, as `docker build` does. */
export function buildArgs(flags: JudgingFlags, io: Io): Readonly<Record<string, string>> {
  const pairs: [string, string][] = [];
  for (const given of flags.buildArg ?? []) {
    const equals = given.indexOf('=');
    const name = equals < 0 ? given : given.slice(0, equals);
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) throw new UsageError(`--build-arg takes NAME=VALUE, not \`${given}\`.`);
    const value = equals < 0 ? io.env[name] : given.slice(equals + 1);
    if (value !== undefined) pairs.push([name, value]);
  }
  return Object.fromEntries(pairs);
}

/** The day that rules about dates go by: the flag, SOURCE_DATE_EPOCH, or the clock. */
export function todayOf(flags: JudgingFlags, io: Io): string {
  if (flags.today !== undefined) {
    if (!/^\d{4}-\d{2}-\d{2}$/.test(flags.today) || Number.isNaN(Date.parse(flags.today)))
      throw new UsageError(`--today takes a day like 2026-11-26, not \`${flags.today}\`.`);
    return flags.today;
  }
  const epoch = Number(io.env['SOURCE_DATE_EPOCH'] || Number.NaN);
  const given = new Date(epoch * 1000);
  return dayOf(Number.isNaN(given.getTime()) ? io.now() : given);
}

/** By its numbers: `toISOString` first reads the time zone that it does without, which costs a start half a millisecond. */
function dayOf(date: Date): string {
  const numbers = [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()];
  return numbers.map((number) => String(number).padStart(2, '0')).join('-');
}

/** `--color` and `--no-color`, FORCE_COLOR, NO_COLOR, then whether it is a terminal. */
export function coloured(flags: JudgingFlags, io: Io): boolean {
  if (flags.color !== undefined) return flags.color;
  if (io.env['NO_COLOR']) return false;
  const forced = io.env['FORCE_COLOR'];
  if (forced !== undefined) return forced !== '0' && forced !== 'false';
  return io.stdout.isTTY === true && io.env['TERM'] !== 'dumb';
}

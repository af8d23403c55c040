/** The shape of a parsed shell script: what rules read of RUN, CMD, ENTRYPOINT and HEALTHCHECK. Offsets are those of `model.ts`. */
import type { Located } from './located.ts';

export type Dialect = 'sh' | 'bash' | 'dash' | 'ash' | 'zsh' | 'ksh' | 'powershell' | 'cmd' | 'unknown';

/** The shell text of a shell-form instruction, or of a heredoc that a shell runs. */
export interface Script extends Located {
  readonly dialect: Dialect;
  /** False when the text did not parse, or is no POSIX-like shell: then `commands` is empty, and unknown. */
  readonly parsed: boolean;
  /** Every simple command in order, those in pipelines, lists, subshells, loops, functions and substitutions included. */
  readonly commands: readonly Command[];
  readonly pipelines: readonly Pipeline[];
  /** The top-level list: what `&&`, `;`, newline join. */
  readonly items: readonly ListItem[];
  /** Its syntax beside the commands, in the order of the text; texts handed to a further shell are not looked into. */
  readonly parts: readonly ShellPart[];
  /** Whether it sets the variable, or might by means that are not seen: `read`, `eval`, a file that is sourced. */
  mayAssign(name: string): boolean;
}

export type ShellPart = Expansion | Loop | Syntax;

/** Expansions by their form, and whether one has an operator. */
export type ShellPartName = Exclude<ShellPart['kind'], 'expansion'> | Expansion['form'] | 'operator';

/** `$name`, `${name:-word}`, `$(command)`. */
export interface Expansion extends Located {
  readonly kind: 'expansion';
  readonly form: 'variable' | 'command' | 'backquotes';
  readonly raw: string;
  /** Of a variable; `@`, `*`, `1` for parameters. */
  readonly name: string | undefined;
  /** `:-`, `%%`, `//`, `:`; `#` and `!` before the name, `[` behind it. */
  readonly operator: string | undefined;
  /** What the build sets the variable to, where nothing in the script can have changed it. */
  readonly value: string | undefined;
  /** Inside double quotes, or where no shell splits: in an assignment, `[[ … ]]`, a `case`, a heredoc. */
  readonly guarded: boolean;
  /** The word that it is part of, as written. */
  readonly word: string;
  /** The command whose name or argument the word is. */
  readonly command: Command | undefined;
}

/** `for name in words`. */
export interface Loop extends Located {
  readonly kind: 'loop';
  readonly name: string;
  readonly words: readonly ShellWord[];
}

/**
 * `test` is `[[ … ]]`, `braces` is `{a,b}`, `ansi-quotes` is `$'…'`, `redirection` is of an operator that POSIX has not. `single-quotes` is
 * `'…'` with a dollar sign in it or beside it. `negation` is `! command` whose failure neither ends the script nor is what it, a condition or a list ends with.
 */
export interface Syntax extends Located {
  readonly kind: 'test' | 'braces' | 'ansi-quotes' | 'redirection' | 'single-quotes' | 'negation';
  readonly raw: string;
  readonly command: Command | undefined;
}

export interface ListItem extends Located {
  /** How it is joined to the one before it: `undefined` for the first. */
  readonly joiner: '&&' | '||' | ';' | '&' | undefined;
  readonly commands: readonly Command[];
  /** Whether it is one simple command or pipeline, no compound. */
  readonly simple: boolean;
  /** Ends with `&`. */
  readonly background: boolean;
}

export interface Pipeline extends Located {
  readonly commands: readonly Command[];
  /** Whether `set -o pipefail` (or `-eo pipefail`) was said before it in this script. */
  readonly pipefail: boolean;
}

export interface ShellWord extends Located {
  /** As written, line continuations removed. */
  readonly raw: string;
  /** Quotes removed; `undefined` when it holds an expansion whose value is not known. */
  readonly text: string | undefined;
  /** The literal text before the first expansion. */
  readonly prefix: string;
  /** Names of the variables it expands. */
  readonly variables: readonly string[];
  readonly quoted: boolean;
}

export interface Assignment extends Located {
  readonly name: string;
  readonly value: ShellWord | undefined;
}

export interface Redirection extends Located {
  /** `>`, `>>`, `<`, `<<`, `<<<`, `>&` …. */
  readonly operator: string;
  readonly fd: number | undefined;
  readonly target: ShellWord | undefined;
}

/** A simple command. Wrappers that run another command (`sudo`, `env`, `exec`, `time`, `nice`, `xargs` …) appear as themselves, and what they run as a command of its own with `wrapper` set. */
export interface Command extends Located {
  /** Base name without directory; `undefined` when it is an expansion. */
  readonly name: string | undefined;
  readonly nameWord: ShellWord | undefined;
  readonly args: readonly ShellWord[];
  readonly assignments: readonly Assignment[];
  readonly redirections: readonly Redirection[];
  readonly wrapper?: Command | undefined;
  /** Position in its pipeline: 0 is first; `piped` is how many commands it has. */
  readonly pipe: { readonly index: number; readonly length: number };
  /** Inside `( … )`, `$( … )`, a function body, a loop; or run only on a condition (`||`, `if`). */
  readonly context: {
    readonly subshell: boolean;
    readonly substitution: boolean;
    readonly function: boolean;
    readonly loop: boolean;
    readonly conditional: boolean;
  };
  /** The item of the script's top-level list that holds it. */
  readonly item: number;
  readonly script: Script;
  /** Flags and operands by the command's own grammar: which flags take values. */
  readonly parsed: ParsedArgs;
  /** Whether any of these flags is given (`-y`, `--yes`), short ones in clusters too. */
  has(...flags: readonly string[]): boolean;
  /** The value of the first of these flags: `-t x`, `-tx`, `--target=x`, `--target x`. */
  valueOf(...flags: readonly string[]): ShellWord | undefined;
}

export interface ParsedArgs {
  readonly flags: readonly { readonly name: string; readonly word: ShellWord; readonly value: ShellWord | undefined }[];
  /** Arguments that are no flags and no flag values: subcommand first. */
  readonly operands: readonly ShellWord[];
}

/** Scripts of plain words and `&&`: every third is one, and in many files all are. They are cut here, which needs no parser. */
import type { Command, ParsedScript, Word } from 'unbash';
import { hasWord } from './row.ts';
import { isDigit } from './space.ts';

/** Words that mean more than themselves where a command begins. */
const reserved = ' if then elif else fi for in while until do done case esac select function time coproc ';

/** The tree that the parser would make of it; `undefined` when there is more to the text. */
export function plainScript(text: string): ParsedScript | undefined {
  const commands: PlainCommand[] = [];
  let words: PlainWord[] = [];
  for (let at = 0; at < text.length; ) {
    const code = text.charCodeAt(at);
    if (code === 32 || code === 9) at++;
    else if (text.startsWith('&&', at)) {
      if (!endCommand(commands, words)) return undefined;
      words = [];
      at += 2;
    } else {
      const end = wordEnd(text, at);
      if (end === at) return undefined;
      words.push(new PlainWord(text.slice(at, end), at, end));
      at = end;
    }
  }
  return endCommand(commands, words) ? asScript(text, commands) : undefined;
}

function endCommand(commands: PlainCommand[], [name, ...args]: readonly PlainWord[]): boolean {
  if (name === undefined || hasWord(reserved, name.text)) return false;
  commands.push(new PlainCommand(name, args));
  return true;
}

function asScript(text: string, commands: readonly PlainCommand[]): ParsedScript | undefined {
  const [first] = commands;
  const last = commands.at(-1);
  if (first === undefined || last === undefined) return undefined;
  const { pos } = first;
  const { end } = last;
  const operators = commands.slice(1).map(() => '&&' as const);
  const command = commands.length === 1 ? first : ({ type: 'AndOr', pos, end, commands, operators } as const);
  const statement = { type: 'Statement', pos, end, command, background: undefined } as const;
  return { type: 'Script', pos: 0, end: text.length, shebang: undefined, commands: [statement] };
}

/** Letters, digits and `_-./:@%+,`; and `=` behind a dash, as elsewhere it may assign. */
function wordEnd(text: string, from: number): number {
  const isFlag = text.charCodeAt(from) === 45;
  let at = from;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const isLetter = (code >= 97 && code <= 122) || (code >= 65 && code <= 90);
    if (!isLetter && !isDigit(code) && !plain.includes(text.charAt(at)) && !(isFlag && code === 61)) break;
  }
  return at;
}

const plain = '_-./:@%+,';

class PlainWord implements Word {
  readonly type = 'Word';
  readonly text: string;
  readonly pos: number;
  readonly end: number;
  readonly parts = undefined;

  constructor(text: string, pos: number, end: number) {
    this.text = text;
    this.pos = pos;
    this.end = end;
  }

  get value(): string {
    return this.text;
  }
}

const none: readonly never[] = [];

class PlainCommand implements Command {
  readonly type = 'Command';
  readonly name: PlainWord;
  readonly args: readonly PlainWord[];
  readonly prefix = none;
  readonly redirects = none;

  constructor(name: PlainWord, args: readonly PlainWord[]) {
    this.name = name;
    this.args = args;
  }

  get suffix(): readonly PlainWord[] {
    return this.args;
  }

  get pos(): number {
    return this.name.pos;
  }

  get end(): number {
    return (this.args.at(-1) ?? this.name).end;
  }
}

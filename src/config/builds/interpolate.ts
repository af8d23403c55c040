/** `${VAR:-default}` in compose files, and the `.env` beside them. */
import type { Given } from './plan.ts';

/** What is known of the environment; a name that is not in it may be set all the same. */
export type Environment = ReadonlyMap<string, string>;

/** What keeps a text from being known. */
export interface Missing {
  /** The variable without a value; absent where a `$` begins none, which Compose refuses. */
  readonly name?: string;
  /** Where it stands in the text. */
  readonly at: number;
}

/**
 * A text with its variables resolved. A default stands where a variable is not known, as when a checkout is built as it is;
 * without one the text is not known, and `missing` is told of each that has none. Compose would write nothing in its place, but
 * whoever builds may have set it: what the text is then is not said by these files.
 */
export function interpolate(text: string, environment: Environment, missing: (one: Missing) => void = () => {}): Given {
  let out: Given = '';
  const add = (more: Given) => {
    out = out === undefined || more === undefined ? undefined : out + more;
  };
  for (let at = 0; at < text.length; ) {
    const dollar = text.indexOf('$', at);
    add(text.slice(at, dollar === -1 ? text.length : dollar));
    if (dollar === -1) return out;
    if (text[dollar + 1] === '$') {
      add('$');
      at = dollar + 2;
      continue;
    }
    const variable = variableAt(text, dollar);
    if (!variable) {
      missing({ at: dollar });
      return undefined;
    }
    add(resolved(variable, environment, ({ name }) => missing({ ...(name !== undefined && { name }), at: dollar })));
    at = variable.end;
  }
  return out;
}

interface Variable {
  readonly name: string;
  /** `:-`, `-`, `:?`, `?`, `:+`, `+`; empty for none. */
  readonly operator: string;
  readonly word: string;
  readonly end: number;
}

function variableAt(text: string, dollar: number): Variable | undefined {
  const bare = /^\$([A-Za-z_]\w*)/.exec(text.slice(dollar));
  if (bare) return { name: bare[1] ?? '', operator: '', word: '', end: dollar + bare[0].length };
  if (text[dollar + 1] !== '{') return undefined;
  const end = closing(text, dollar + 2);
  const match = /^([A-Za-z_]\w*)(?:(:?[-?+])(.*))?$/s.exec(text.slice(dollar + 2, end));
  if (end === -1 || !match) return undefined;
  return { name: match[1] ?? '', operator: match[2] ?? '', word: match[3] ?? '', end: end + 1 };
}

function closing(text: string, from: number): number {
  let depth = 1;
  for (let at = from; at < text.length; at++) {
    if (text[at] === '$' && text[at + 1] === '{') depth++;
    else if (text[at] === '}' && --depth === 0) return at;
  }
  return -1;
}

function resolved(
  { name, operator, word }: Variable,
  environment: Environment,
  missing: (one: Pick<Missing, 'name'>) => void,
): Given {
  const value = environment.get(name);
  const isSet = value !== undefined && !(operator.startsWith(':') && value === '');
  const takesWord = operator.endsWith('+') ? isSet : operator.endsWith('-') && !isSet;
  if (takesWord) return interpolate(word, environment, missing);
  if (operator.endsWith('+') && value !== undefined) return '';
  if (value !== undefined && (isSet || !operator.endsWith('?'))) return value;
  missing({ name });
  return undefined;
}

/** The variables of a `.env`. */
export function readDotenv(text: string): Environment {
  const environment = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    const match = /^\s*(?:export\s+)?([A-Za-z_][\w.]*)\s*[=:]\s*(.*?)\s*$/.exec(line);
    if (!match) continue;
    const value = dotenvValue(match[2] ?? '', environment);
    if (value === undefined) environment.delete(match[1] ?? '');
    else environment.set(match[1] ?? '', value);
  }
  return environment;
}

function dotenvValue(written: string, environment: Environment): Given {
  const quoted = /^(['"])(.*?)\1\s*(?:#.*)?$/.exec(written);
  if (quoted?.[1] === "'") return quoted[2];
  if (quoted) return interpolate((quoted[2] ?? '').replaceAll('\\n', '\n'), environment);
  // A value of several lines is not read.
  if (/^['"]/.test(written)) return undefined;
  return interpolate(written.replace(/(?:^|\s+)#.*$/, ''), environment);
}

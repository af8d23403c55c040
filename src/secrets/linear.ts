/**
 * Whether a regular expression can be matched without ever trying two ways for one character: then its time grows with the
 * text alone. The expression is read into its positions (Glushkov's automaton); where two positions that may come next could
 * take the same character, it is refused. https://www.w3.org/TR/xml/#determinism has the same rule for content models.
 */
import { withoutFlag } from './expression-flag.ts';
import { type Node, type Parsed, parseExpression, type Refusal } from './expression-tree.ts';

/** More positions than this are more than anybody writes by hand. */
const mostPositions = 400;

/** What speaks against the expression; `undefined` when it is linear. */
export function whyNotLinear(source: string): Refusal | undefined {
  const parsed: Parsed = parseExpression(source);
  if (!parsed.ok) return parsed.refusal;
  const positions: Position[] = [];
  try {
    const whole = partsOf(parsed.node, positions);
    return whole.nullable
      ? { at: 0, message: 'it matches where there is nothing', remedy: 'let it want at least one character' }
      : undefined;
  } catch (error) {
    if (error instanceof Ambiguous) return { ...error.refusal, at: error.refusal.at + withoutFlag(source).from };
    throw error;
  }
}

interface Position {
  readonly at: number;
  readonly set: bigint;
  /** What may come next so far, by the characters it takes. */
  next: bigint;
}

interface Parts {
  readonly nullable: boolean;
  readonly first: readonly Position[];
  readonly last: readonly Position[];
}

class Ambiguous extends Error {
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(refusal.message);
    this.refusal = refusal;
  }
}

function refuse(at: number, message: string, remedy: string): never {
  throw new Ambiguous({ at, message, remedy });
}

const nothing: Parts = { nullable: true, first: [], last: [] };

function partsOf(node: Node, positions: Position[]): Parts {
  switch (node.kind) {
    case 'empty':
      return nothing;
    case 'set': {
      const position: Position = { at: node.at, set: node.set, next: 0n };
      if (positions.push(position) > mostPositions)
        refuse(node.at, `it has more than ${mostPositions} places`, 'state a shorter one');
      return { nullable: false, first: [position], last: [position] };
    }
    case 'sequence':
      return node.items.reduce<Parts>((before, item) => joined(before, partsOf(item, positions)), nothing);
    case 'choice':
      return node.items.map((item) => partsOf(item, positions)).reduce(either);
    case 'repeat':
      return repeated(node, positions);
  }
}

function joined(before: Parts, after: Parts): Parts {
  follow(before.last, after.first);
  return {
    nullable: before.nullable && after.nullable,
    first: before.nullable ? [...apart(before.first, after.first)] : before.first,
    last: after.nullable ? [...before.last, ...after.last] : after.last,
  };
}

function either(one: Parts, other: Parts): Parts {
  return {
    nullable: one.nullable || other.nullable,
    first: apart(one.first, other.first),
    last: [...one.last, ...other.last],
  };
}

function repeated({ at, item, least, most }: Extract<Node, { kind: 'repeat' }>, positions: Position[]): Parts {
  const inner = partsOf(item, positions);
  if (most === 0) return nothing;
  if (inner.nullable && most > 1)
    refuse(at, 'it repeats what may be nothing', 'let what is repeated want at least one character');
  // So many times and no other: the count says where one ends. Otherwise each end has the choice between once more and on.
  if (most > 1 && least !== most) follow(inner.last, inner.first);
  else if (most > 1 && inner.last.some((end) => end.next !== 0n)) follow(inner.last, inner.first);
  return { ...inner, nullable: inner.nullable || least === 0 };
}

/** Two lists of which only one can be meant by any character. */
function apart(some: readonly Position[], others: readonly Position[]): readonly Position[] {
  for (const one of some) {
    const other = others.find(({ set }) => (set & one.set) !== 0n);
    if (other)
      refuse(
        Math.max(one.at, other.at),
        'two ways begin with the same character',
        'take what they share out in front of them',
      );
  }
  return [...some, ...others];
}

function follow(ends: readonly Position[], begins: readonly Position[]): void {
  const taken = begins.reduce((sum, { set }) => sum | set, 0n);
  for (const end of ends) {
    if ((end.next & taken) !== 0n) {
      const clash = begins.find(({ set }) => (set & end.next) !== 0n) ?? end;
      refuse(
        Math.max(clash.at, end.at),
        'the same character could be a repetition of one part or the beginning of the next',
        'repeat a fixed number of times (`{32}`), or let the parts share no characters',
      );
    }
    end.next |= taken;
  }
}

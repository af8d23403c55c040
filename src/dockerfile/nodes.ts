/** The instructions, one class each: how it cuts its arguments, and what it offers by name. */
import type { Span } from '../finding.ts';
import { cutBlanks, cutQuoted } from './cut.ts';
import type { Lookup } from './expand.ts';
import { heredocOf } from './heredoc.ts';
import { type Holder, InstructionNode, type Tree } from './instruction.ts';
import type {
  ArgInstruction,
  CopyInstruction,
  EnvInstruction,
  ExposeInstruction,
  FromInstruction,
  KeyValue,
  LabelInstruction,
  MaintainerInstruction,
  Port,
  ShellInstruction,
  Source,
  StopsignalInstruction,
  UnknownInstruction,
  UserInstruction,
  VolumeInstruction,
  Word,
  WorkdirInstruction,
} from './model.ts';
import { blankAt, indexIn, skipBlank } from './space.ts';
import type { WordNode } from './word.ts';

export class FromNode extends InstructionNode implements FromInstruction {
  readonly kind = 'from';

  override get lookup(): Lookup {
    return this.tree.globals;
  }

  protected override get flagLookup(): Lookup {
    return this.tree.globals;
  }

  protected override cut(): WordNode[] {
    const { argsStart, argsEnd } = this.command;
    return cutBlanks(this.line.text, argsStart, argsEnd).map(({ start, end }, at) =>
      at === 0 ? this.word(start, end) : this.literal(start, end),
    );
  }

  get image(): Word | undefined {
    return this.words[0];
  }

  get asSpan(): Span | undefined {
    const as = this.words[1];
    return as?.raw.toLowerCase() === 'as' ? as.span : undefined;
  }

  get name(): Word | undefined {
    return this.asSpan === undefined ? undefined : this.words[2];
  }

  get platform(): Word | undefined {
    return this.flag('platform')?.value;
  }
}

export class ShellNode extends InstructionNode implements ShellInstruction {
  readonly kind = 'shell';

  protected override cut(): WordNode[] {
    const { argsStart, argsEnd } = this.command;
    return this.jsonWords() ?? (argsStart < argsEnd ? [this.literal(argsStart, argsEnd)] : []);
  }

  get exec(): readonly Word[] | undefined {
    return this.json.kind === 'strings' ? this.words : undefined;
  }
}

/** A `name=value` word as a pair. */
class Pair implements KeyValue {
  readonly key: Word;
  readonly value: Word | undefined;
  readonly span: Span;
  readonly #node: InstructionNode;

  constructor(node: InstructionNode, span: Span, key: Word, value: Word | undefined) {
    this.#node = node;
    this.span = span;
    this.key = key;
    this.value = value;
  }

  get place() {
    return this.#node.tree.at(this.span);
  }
}

abstract class PairsNode extends InstructionNode {
  #pairs: readonly Pair[] | undefined;

  protected override cut(): WordNode[] {
    const { argsStart, argsEnd } = this.command;
    return cutQuoted(this.line.text, argsStart, argsEnd, this.tree.escape).map(({ start, end }, at) =>
      this.word(start, end, this.lookupOf(at)),
    );
  }

  /** What variables mean in the pair `at`: ARG sees those before it. */
  protected lookupOf(_at: number): Lookup {
    return this.lookup;
  }

  get pairs(): readonly KeyValue[] {
    this.#pairs ??= this.legacy ? this.#legacyPair() : this.#cutPairs();
    return this.#pairs;
  }

  /** `ENV key value`: the first word holds no `=`. */
  get legacy(): boolean {
    const first = this.words[0];
    return first !== undefined && !first.raw.includes('=');
  }

  #legacyPair(): Pair[] {
    const { argsStart, argsEnd } = this.command;
    const { text } = this.line;
    const end = blankAt(text, argsStart, argsEnd);
    const start = skipBlank(text, end, argsEnd);
    const value = end === argsEnd ? undefined : this.word(start, argsEnd);
    return [new Pair(this, this.argsSpan, this.word(argsStart, end), value)];
  }

  #cutPairs(): Pair[] {
    const { argsStart, argsEnd } = this.command;
    const { text } = this.line;
    return cutQuoted(text, argsStart, argsEnd, this.tree.escape).map(({ start, end }, at) => {
      const equals = indexIn(text, 61, start, end);
      const none = equals === end;
      const lookup = this.lookupOf(at);
      const value = none ? undefined : this.word(equals + 1, end, lookup);
      return new Pair(this, this.line.span(start, end), this.word(start, none ? end : equals, lookup), value);
    });
  }
}

export class EnvNode extends PairsNode implements EnvInstruction {
  readonly kind = 'env';
}

export class LabelNode extends PairsNode implements LabelInstruction {
  readonly kind = 'label';
}

export class ArgNode extends PairsNode implements ArgInstruction {
  readonly kind = 'arg';
  /** Set by the flow while it goes through the pairs. */
  readonly lookups: Lookup[] = [];

  override get legacy(): boolean {
    return false;
  }

  protected override lookupOf(at: number): Lookup {
    const outer = this.lookup;
    return (name) => (this.lookups[at] ?? outer)(name);
  }
}

export class CopyNode extends InstructionNode implements CopyInstruction {
  readonly kind: 'copy' | 'add';
  #sources: readonly Word[] | undefined;
  #from: { readonly source: Source | undefined } | undefined;

  constructor(kind: 'copy' | 'add', tree: Tree, index: number, holder?: Holder) {
    super(tree, index, holder);
    this.kind = kind;
  }

  protected override get flagLookup(): Lookup {
    return this.lookup;
  }

  protected override cut(): WordNode[] {
    const { argsStart, argsEnd } = this.command;
    return (
      this.jsonWords(this.lookup) ??
      cutBlanks(this.line.text, argsStart, argsEnd).map(({ start, end }) => this.word(start, end))
    );
  }

  get sources(): readonly Word[] {
    this.#sources ??= this.words
      .slice(0, -1)
      .filter(({ raw }) => !(raw.includes('<<') && heredocOf(raw, 0, raw.length)));
    return this.#sources;
  }

  get destination(): Word | undefined {
    return this.words.length < 2 ? undefined : this.words.at(-1);
  }

  get from(): Source | undefined {
    this.#from ??= { source: this.#resolve() };
    return this.#from.source;
  }

  #resolve(): Source | undefined {
    const value = this.kind === 'copy' ? this.flag('from')?.value : undefined;
    return value === undefined ? undefined : this.tree.source(value, this.stage);
  }
}

function portsOf(word: WordNode): Port[] {
  const texts: readonly (string | undefined)[] = word.split() ?? [undefined];
  const { span, place } = word;
  return texts.map((text) => ({ text, word, span, place }));
}

export class ExposeNode extends InstructionNode implements ExposeInstruction {
  readonly kind = 'expose';
  #ports: readonly Port[] | undefined;

  get ports(): readonly Port[] {
    this.#ports ??= this.words.flatMap(portsOf);
    return this.#ports;
  }

  protected override cut(): WordNode[] {
    const { argsStart, argsEnd } = this.command;
    return cutBlanks(this.line.text, argsStart, argsEnd).map(({ start, end }) => this.word(start, end));
  }
}

export class VolumeNode extends InstructionNode implements VolumeInstruction {
  readonly kind = 'volume';

  protected override cut(): WordNode[] {
    const { argsStart, argsEnd } = this.command;
    return (
      this.jsonWords(this.lookup) ??
      cutBlanks(this.line.text, argsStart, argsEnd).map(({ start, end }) => this.word(start, end))
    );
  }
}

export class UserNode extends InstructionNode implements UserInstruction {
  readonly kind = 'user';

  get user(): Word | undefined {
    return this.words[0];
  }
}

export class WorkdirNode extends InstructionNode implements WorkdirInstruction {
  readonly kind = 'workdir';

  get path(): Word | undefined {
    return this.words[0];
  }
}

export class StopsignalNode extends InstructionNode implements StopsignalInstruction {
  readonly kind = 'stopsignal';
}

export class MaintainerNode extends InstructionNode implements MaintainerInstruction {
  readonly kind = 'maintainer';

  protected override cut(): WordNode[] {
    const { argsStart, argsEnd } = this.command;
    return argsStart < argsEnd ? [this.literal(argsStart, argsEnd)] : [];
  }
}

export class UnknownNode extends InstructionNode implements UnknownInstruction {
  readonly kind = 'unknown';

  protected override cut(): WordNode[] {
    const { argsStart, argsEnd } = this.command;
    return cutBlanks(this.line.text, argsStart, argsEnd).map(({ start, end }) => this.literal(start, end));
  }
}

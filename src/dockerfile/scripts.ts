/** What was read of a text's scripts and found sound, for the next version of the text: most of it says the same there, elsewhere. */
import type { StateNode } from './flow.ts';
import type { Reading } from './reading.ts';
import type { Dialect } from './script-model.ts';

/** What a script is and is read by. */
export interface ScriptText {
  readonly dialect: Dialect;
  /** What is read is `[base, end)` of this. */
  readonly text: string;
  readonly base: number;
  readonly end: number;
  readonly state: StateNode;
}

/** Readings of one text, in the order in which they were asked for. */
interface Alike {
  readonly readings: Reading[];
  next: number;
}

/**
 * Readings of one version, taken over by the next. One is of one version at a time: once the next is parsed with these, nothing of
 * the version before may be asked.
 */
export class Scripts {
  #before = new Map<string, Alike>();
  #now = new Map<string, Alike>();
  /** By their text, with it. */
  #wereSound = new Map<string, string>();
  #areSound = new Map<string, string>();
  #escape = '';

  /** Another version begins. What this one does not take over, nobody will. */
  turn(escapeMark: string): void {
    this.#before = this.#now;
    this.#now = new Map();
    this.#wereSound = escapeMark === this.#escape ? this.#areSound : new Map();
    this.#areSound = new Map();
    this.#escape = escapeMark;
  }

  /** Whether the builder takes an instruction that says just this, whatever its variables are. */
  wasSound(instruction: string): boolean {
    const text = this.#wereSound.get(instruction);
    if (text !== undefined) this.#areSound.set(text, text);
    return text !== undefined;
  }

  isSound(instruction: string): void {
    const text = ownText(instruction);
    this.#areSound.set(text, text);
  }

  take(script: ScriptText): Reading | undefined {
    const alike = this.#before.get(script.text);
    const reading = alike?.readings[alike.next++];
    return reading?.says(script) ? reading : undefined;
  }

  keep(reading: Reading): void {
    const alike = this.#now.get(reading.text);
    if (alike) alike.readings.push(reading);
    else this.#now.set(reading.text, { readings: [reading], next: 0 });
  }
}

/** Characters of its own: a slice would hold on to the whole text of the version that it was cut from. */
export function ownText(text: string): string {
  return ` ${text}`.slice(1);
}

/** What was read of a text's scripts, for the next version of the text: most of them say the same there, elsewhere. */
import type { StateNode } from './flow.ts';
import type { Dialect } from './model.ts';
import type { Reading } from './reading.ts';

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

  /** Another version begins. What this one does not take over, nobody will. */
  turn(): void {
    this.#before = this.#now;
    this.#now = new Map();
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

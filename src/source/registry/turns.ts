/** A few questions at a time to each host: what waits for its turn does not bear down on a registry. */

const atOnce = 4;

export class Turns {
  readonly #hosts = new Map<string, { busy: number; readonly waiting: (() => void)[] }>();

  async take<T>(host: string, work: () => Promise<T>): Promise<T> {
    const turns = this.#hosts.get(host) ?? { busy: 0, waiting: [] };
    this.#hosts.set(host, turns);
    if (turns.busy >= atOnce) await new Promise<void>((resolve) => turns.waiting.push(resolve));
    else turns.busy++;
    try {
      return await work();
    } finally {
      const next = turns.waiting.shift();
      if (next) next();
      else turns.busy--;
    }
  }
}

/** What registries know, where the user lets them be asked: tags while a base is named, digests to pin to, and what rules want. */
import { setTimeout } from 'node:timers/promises';
import type { RegistryFacts } from '../src/dockerfile/facts.ts';
import type { Dockerfile } from '../src/dockerfile/model.ts';
import type { Result } from '../src/finding.ts';
import type { Registries } from '../src/source/registry/answers.ts';

/** So long answers are taken as they were given, and registries that were silent are left in peace. */
const FRESH = 10 * 60 * 1000;
/** A list that is completed from is of no use later. */
const SOON = 4000;

export class Online {
  #registries: { readonly since: number; readonly made: Promise<Registries> } | undefined;

  /** Every tag of the reference's repository; none where they cannot be had soon. */
  async tags(reference: string): Promise<readonly string[]> {
    const registries = await this.#asked();
    const late = setTimeout(SOON, undefined, { ref: false });
    const answer = await Promise.race([registries.tags(reference), late]);
    return answer?.ok ? answer.value : [];
  }

  async digest(reference: string): Promise<Result<string, string>> {
    const registries = await this.#asked();
    const answer = await registries.digest(reference);
    return answer.ok ? answer : { ok: false, problem: answer.problem.message };
  }

  /** For the images that a file names; `rules` are the ids of those that it is asked. */
  async facts(dockerfile: Dockerfile, rules: ReadonlySet<string>): Promise<RegistryFacts> {
    const [{ gatherRegistry }, { wantedImages }, registries] = await Promise.all([
      import('../src/source/registry/gather.ts'),
      import('../src/source/registry/wanted.ts'),
      this.#asked(),
    ]);
    const { facts } = await gatherRegistry(registries, wantedImages([dockerfile], rules), { urls: [] });
    return facts;
  }

  #asked(): Promise<Registries> {
    const now = performance.now();
    if (this.#registries === undefined || now - this.#registries.since > FRESH) {
      const made = import('../src/source/registry/answers.ts').then((module) => new module.Registries());
      this.#registries = { since: now, made };
    }
    return this.#registries.made;
  }
}

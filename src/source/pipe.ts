/** A queue between a parser that pushes and a reader that pulls; whoever pushes waits, so that it never grows long. */
export class Pipe implements AsyncIterable<Buffer> {
  readonly #chunks: Buffer[] = [];
  #ended = false;
  #abandoned = false;
  #wakeReader: () => void = () => {};
  #wakeWriter: () => void = () => {};

  push(chunk: Buffer): void {
    if (this.#abandoned) return;
    this.#chunks.push(chunk);
    this.#wakeReader();
  }

  end(): void {
    this.#ended = true;
    this.#wakeReader();
  }

  /** Resolves once everything pushed was taken, or nobody takes any more. */
  async drained(): Promise<void> {
    while (this.#chunks.length > 0 && !this.#abandoned) {
      await new Promise<void>((resolve) => {
        this.#wakeWriter = resolve;
      });
    }
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Buffer> {
    try {
      for (;;) {
        const chunk = this.#chunks.shift();
        if (chunk) {
          this.#wakeWriter();
          yield chunk;
        } else if (this.#ended) return;
        else {
          await new Promise<void>((resolve) => {
            this.#wakeReader = resolve;
          });
        }
      }
    } finally {
      this.#abandoned = true;
      this.#chunks.length = 0;
      this.#wakeWriter();
    }
  }
}

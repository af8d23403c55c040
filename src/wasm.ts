/** WebAssembly, as far as it is used here: modules that import nothing and bring a memory of their own. */

export interface Memory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}

/** TypeScript knows it only together with a browser. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: Readonly<Record<string, unknown>> };
  readonly Memory: new (descriptor: { readonly initial: number }) => Memory;
};

export interface Instance {
  readonly memory: Memory;
  /** One of its functions. */
  call(name: string): ((...given: readonly number[]) => number) | undefined;
}

/**
 * Makes instances, each with so many bytes of memory of its own, of the first of some modules (base 64) that this engine
 * takes; `undefined` where it takes none, or has no such memory. The module is compiled when it is first asked for.
 */
export function instancesOf(modules: readonly string[]): (bytes: number) => Instance | undefined {
  let compiled: object | false | undefined;
  return (bytes) => {
    compiled ??= compile(modules) ?? false;
    try {
      return compiled ? instanceOf(compiled, bytes) : undefined;
    } catch {
      return undefined;
    }
  };
}

function compile(modules: readonly string[]): object | undefined {
  for (const text of modules) {
    try {
      return new WebAssembly.Module(Buffer.from(text, 'base64'));
    } catch {
      // It lacks WebAssembly, or what this module needs of it.
    }
  }
  return undefined;
}

function instanceOf(module: object, bytes: number): Instance | undefined {
  const { exports } = new WebAssembly.Instance(module, {});
  const { memory } = exports;
  if (!(memory instanceof WebAssembly.Memory)) return undefined;
  const pages = Math.ceil((bytes - memory.buffer.byteLength) / 65_536);
  if (pages > 0) memory.grow(pages);
  return {
    memory,
    call(name) {
      const value = exports[name];
      return typeof value === 'function' ? (...given) => Number(value(...given)) : undefined;
    },
  };
}

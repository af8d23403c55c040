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
 * Makes instances, each with a memory of its own, of the first of some modules (base 64) that this engine takes; `undefined`
 * where it takes none. The module is compiled when it is first asked for.
 */
export function instancesOf(modules: readonly string[]): () => Instance | undefined {
  let compiled: object | false | undefined;
  return () => {
    compiled ??= compile(modules) ?? false;
    return compiled ? instanceOf(compiled) : undefined;
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

function instanceOf(module: object): Instance | undefined {
  const { exports } = new WebAssembly.Instance(module, {});
  const { memory } = exports;
  if (!(memory instanceof WebAssembly.Memory)) return undefined;
  return {
    memory,
    call(name) {
      const value = exports[name];
      return typeof value === 'function' ? (...given) => Number(value(...given)) : undefined;
    },
  };
}

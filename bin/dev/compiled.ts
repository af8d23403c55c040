/** What is written in AssemblyScript, compiled to the modules beside it, which hold it as base 64. */
import { readFileSync } from 'node:fs';

interface Compiler {
  main(
    options: readonly string[],
    files: {
      readFile(name: string): string | null;
      writeFile(name: string, contents: string | Uint8Array): void;
      listFiles(): readonly string[];
    },
  ): Promise<{ readonly error: Error | null; readonly stderr: { toString(): string } }>;
}

/** Its own types would redefine half of JavaScript's. */
const specifier: string = 'assemblyscript/asc';
const { default: asc } = (await import(specifier)) as { default: Compiler };

/** A module: where it stands, and its text. */
export interface Compiled {
  readonly path: string;
  readonly text: string;
}

/** Every one of them. */
export async function* compiled(): AsyncGenerator<Compiled> {
  const bulk = ['--enable', 'bulk-memory'];
  const simd = sourceOf('src/secrets/simd');
  yield moduleOf('src/secrets/simd', {
    // With SIMD as every engine has it, and with relaxed SIMD.
    plain: await compile(simd.replaceAll('SWIZZLE', 'i8x16.swizzle'), []),
    relaxed: await compile(simd.replaceAll('SWIZZLE', 'i8x16.relaxed_swizzle'), ['--enable', 'relaxed-simd']),
  });
  const inflate = 'src/secrets/inside/inflate';
  yield moduleOf(inflate, { plain: await compile(sourceOf(inflate), ['--memoryBase', '16384', ...bulk]) });
  const sum = 'src/image/sum';
  yield moduleOf(sum, { plain: await compile(sourceOf(sum), bulk) });
}

function sourceOf(path: string): string {
  return readFileSync(new URL(`../../${path}.as`, import.meta.url), 'utf8');
}

function moduleOf(path: string, binaries: Readonly<Record<string, Uint8Array>>): Compiled {
  const source = `${path.slice(path.lastIndexOf('/') + 1)}.as`;
  const lines = Object.entries(binaries).map(
    ([name, bytes]) => `  ${name}:\n    '${Buffer.from(bytes).toString('base64')}',\n`,
  );
  const text = `/** \`${source}\`, compiled. Written by \`bin/dev/wasm.ts\`. */\nexport const modules = {\n${lines.join('')}};\n`;
  return { path: `${path}-module.ts`, text };
}

async function compile(source: string, options: readonly string[]): Promise<Uint8Array> {
  let binary: Uint8Array | undefined;
  const { error, stderr } = await asc.main(
    [
      ...['module.ts', '--outFile', 'module.wasm', '-O3', '--runtime', 'stub', '--noAssert', '--enable', 'simd'],
      ...['--initialMemory', '16', '--use', 'abort=', ...options],
    ],
    {
      readFile: (name) => (name === 'module.ts' ? source : null),
      writeFile: (_, contents) => {
        if (typeof contents !== 'string') binary = contents;
      },
      listFiles: () => [],
    },
  );
  if (error || !binary) throw new Error(`it does not compile: ${stderr.toString()}`);
  return binary;
}

/** Compiles what is written in AssemblyScript to the modules that hold it as base 64. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const room = join(import.meta.dirname, '../../src/secrets');
const imageRoom = join(import.meta.dirname, '../../src/image');

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

/** The text of `src/secrets/simd-module.ts`: with SIMD as every engine has it, and with relaxed SIMD. */
export async function compilePrefilter(): Promise<string> {
  const source = readFileSync(join(room, 'simd.as'), 'utf8');
  const plain = await compile(source.replaceAll('SWIZZLE', 'i8x16.swizzle'), []);
  const relaxed = await compile(source.replaceAll('SWIZZLE', 'i8x16.relaxed_swizzle'), ['--enable', 'relaxed-simd']);
  return textOf('simd.as', { plain, relaxed });
}

/** The text of `src/secrets/inside/inflate-module.ts`. */
export async function compileInflate(): Promise<string> {
  const source = readFileSync(join(room, 'inside/inflate.as'), 'utf8');
  return textOf('inflate.as', { plain: await compile(source, ['--memoryBase', '16384', '--enable', 'bulk-memory']) });
}

/** The text of `src/image/sum-module.ts`. */
export async function compileSum(): Promise<string> {
  const source = readFileSync(join(imageRoom, 'sum.as'), 'utf8');
  return textOf('sum.as', { plain: await compile(source, ['--enable', 'bulk-memory']) });
}

function textOf(source: string, modules: Readonly<Record<string, Uint8Array>>): string {
  const lines = Object.entries(modules).map(
    ([name, bytes]) => `  ${name}:\n    '${Buffer.from(bytes).toString('base64')}',\n`,
  );
  return `/** \`${source}\`, compiled. Written by \`bin/dev/prefilter.ts\`. */\nexport const modules = {\n${lines.join('')}};\n`;
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

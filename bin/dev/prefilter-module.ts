/** Compiles `src/secrets/simd.as` by AssemblyScript: twice, with SIMD as every engine has it and with relaxed SIMD. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const source = readFileSync(join(import.meta.dirname, '../../src/secrets/simd.as'), 'utf8');

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

/** The text of `src/secrets/simd-module.ts`. */
export async function compilePrefilter(): Promise<string> {
  const plain = await compile('i8x16.swizzle', []);
  const relaxed = await compile('i8x16.relaxed_swizzle', ['--enable', 'relaxed-simd']);
  const line = (name: string, bytes: Uint8Array) => `  ${name}:\n    '${Buffer.from(bytes).toString('base64')}',\n`;
  return `/** \`simd.as\`, compiled. Written by \`bin/dev/prefilter.ts\`. */\nexport const modules = {\n${line('plain', plain)}${line('relaxed', relaxed)}};\n`;
}

async function compile(swizzle: string, options: readonly string[]): Promise<Uint8Array> {
  let binary: Uint8Array | undefined;
  const { error, stderr } = await asc.main(
    [
      'prefilter.ts',
      '--outFile',
      'prefilter.wasm',
      '-O3',
      '--runtime',
      'stub',
      '--noAssert',
      '--enable',
      'simd',
      '--initialMemory',
      '16',
      '--use',
      'abort=',
      ...options,
    ],
    {
      readFile: (name) => (name === 'prefilter.ts' ? source.replaceAll('SWIZZLE', swizzle) : null),
      writeFile: (_, contents) => {
        if (typeof contents !== 'string') binary = contents;
      },
      listFiles: () => [],
    },
  );
  if (error || !binary) throw new Error(`simd.as does not compile: ${stderr.toString()}`);
  return binary;
}

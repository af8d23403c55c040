/** Ignore files that are open: no Dockerfiles, but what is found in them is told beside the Dockerfile that they belong to. */
import { type Encoding, Lines } from './convert.ts';

/** Of Docker, for a folder or for one Dockerfile. */
export const ignorePattern = '**/{.dockerignore,*.dockerignore}';

export function isIgnore(uri: string): boolean {
  return uri.endsWith('.dockerignore');
}

export class IgnoreDocument {
  readonly uri: string;
  readonly version: number;
  readonly lines: Lines;

  constructor(uri: string, version: number, { text, encoding }: { text: string; encoding: Encoding }) {
    this.uri = uri;
    this.version = version;
    this.lines = new Lines(text, encoding);
  }

  get text(): string {
    return this.lines.text;
  }
}

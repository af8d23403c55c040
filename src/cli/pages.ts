/** The rules' pages, as they came with this program. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Bundled, this file stands in `dist`; as source, in `src/cli`; in the single-file executable, at the root of what it holds. */
const folders = ['rules', '../docs/rules', '../../docs/rules'];

const notice = /^<!--[^>]*-->\s*/;

/** The markdown of a rule's page; `undefined` for rules that are not ours. */
export function pageOf(id: string): string | undefined {
  for (const folder of folders) {
    try {
      return readFileSync(join(import.meta.dirname, folder, `${id}.md`), 'utf8').replace(notice, '');
    } catch {
      // The other place, then.
    }
  }
  return undefined;
}

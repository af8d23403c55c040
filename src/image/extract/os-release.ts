/** `os-release`: which distribution a filesystem is of. */
import { type Extractor, numberedLines } from './extractor.ts';

/** The distribution's id, the ids it is like, its version and name. */
export const osRelease: Extractor = (path, bytes, { extracts }) => {
  const values = new Map<string, string>();
  for (const [, text] of numberedLines(bytes)) {
    const match = /^\s*([A-Za-z_][A-Za-z0-9_]*)=(.*?)\s*$/.exec(text);
    if (match?.[1] !== undefined) values.set(match[1], unquote(match[2] ?? ''));
  }
  if (values.size === 0) return;
  extracts.osRelease.push({
    path,
    id: values.get('ID') ?? '',
    idLike: (values.get('ID_LIKE') ?? '').split(' ').filter((id) => id !== ''),
    version: values.get('VERSION_ID') ?? '',
    name: values.get('PRETTY_NAME') ?? values.get('NAME') ?? '',
  });
};

function unquote(text: string): string {
  const quote = text[0];
  if (text.length < 2 || (quote !== '"' && quote !== "'") || !text.endsWith(quote)) return text;
  const inner = text.slice(1, -1);
  return quote === '"' ? inner.replace(/\\(["$`\\])/g, '$1') : inner;
}

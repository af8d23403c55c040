/**
 * Tables that are texts: a line for each key, the key first. A text needs no making, where an object of so many names, or
 * a set of so many words, is made at each start for the two or three of them that a file asks about.
 */

/** What follows a key on its line, without the blank between. */
export function rowOf(table: string, key: string): string | undefined {
  if (key.includes(' ') || key.includes('\n')) return undefined;
  const at = table.indexOf(`\n${key} `);
  return at === -1 ? undefined : table.slice(at + key.length + 2, table.indexOf('\n', at + 1));
}

/** Whether a text of words has this one. There is a blank before and after each. */
export function hasWord(words: string, word: string): boolean {
  return !word.includes(' ') && words.includes(` ${word} `);
}

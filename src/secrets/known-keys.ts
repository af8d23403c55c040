/** Private keys that everybody has, by `PrivateKey.identity`: test suites and documentation carry them. */
export const knownKeys: ReadonlyMap<string, string> = new Map([]);

/** How many characters a piece of work looks at: the methods by which text is read are counted while it runs. */

const counted = ['charCodeAt', 'charAt', 'codePointAt'] as const;

/** Work that grows with the text is told apart from work that grows with its square, without a clock. */
export function looks(work: () => void): number {
  let count = 0;
  const saved = new Map<string, PropertyDescriptor>();
  const replace = (
    owner: object,
    name: string,
    cost: (self: string, args: unknown[], result: unknown) => number,
  ): void => {
    const descriptor = Object.getOwnPropertyDescriptor(owner, name);
    if (descriptor === undefined || typeof descriptor.value !== 'function') return;
    const original: (...args: unknown[]) => unknown = descriptor.value;
    saved.set(name, descriptor);
    Object.defineProperty(owner, name, {
      ...descriptor,
      value: function counting(this: string, ...args: unknown[]) {
        const result = Reflect.apply(original, this, args);
        count += cost(this, args, result);
        return result;
      },
    });
  };
  const text = String.prototype;
  for (const name of counted) replace(text, name, () => 1);
  replace(text, 'slice', (_, __, result) => String(result).length);
  replace(text, 'startsWith', (_, [part]) => String(part).length);
  replace(
    text,
    'indexOf',
    (self, [, from], found) => (found === -1 ? self.length : Number(found) + 1) - Number(from ?? 0),
  );
  replace(text, 'includes', (self) => self.length);
  replace(text, 'replace', (self) => self.length);
  try {
    work();
  } finally {
    for (const [name, descriptor] of saved) Object.defineProperty(text, name, descriptor);
  }
  return count;
}

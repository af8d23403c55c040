/** A pattern for names as people write it: `*` stands for anything but `/`, `**` for anything. */
export function namePattern(pattern: string): RegExp {
  const parts = pattern.split(/(\*+)/).map((part) => {
    if (part.startsWith('*')) return part.length > 1 ? '.*' : '[^/]*';
    return part.replace(/[\\^$+?.()|[\]{}]/g, '\\$&');
  });
  return new RegExp(`^${parts.join('')}$`, 'i');
}

/** A 96-bit hash of a text, as 24 hex digits: for telling findings apart, not for secrecy. It is computed here because loading `node:crypto` costs a tenth of a whole run. */
export function hash(text: string): string {
  let a = 0x243f6a88;
  let b = 0x85a308d3;
  let c = 0x13198a2e;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    a = Math.imul(a ^ unit, 0x9e3779b1);
    b = Math.imul(b ^ unit, 0x85ebca77) + (a >>> 15);
    c = Math.imul(c ^ unit, 0xc2b2ae3d) + (b >>> 13);
  }
  // Every lane hears of the others, so that a late difference reaches all digits.
  a = mix(a ^ text.length ^ (c >>> 7));
  b = mix(b ^ a);
  c = mix(c ^ b);
  a = mix(a ^ c);
  return [a, b, c].map((lane) => (lane >>> 0).toString(16).padStart(8, '0')).join('');
}

function mix(lane: number): number {
  let x = lane;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return x ^ (x >>> 16);
}

/** Tar archives inside of layers: regular files with plain or long names. */
import { type Container, type Member, spend } from './container.ts';

const block = 512;

export const tar: Container = {
  is: (head) =>
    head[257] === 0x75 && head[258] === 0x73 && head[259] === 0x74 && head[260] === 0x61 && head[261] === 0x72,
  *members(bytes, budget): Iterable<Member> {
    let long: string | undefined;
    for (let at = 0; at + block <= bytes.length; ) {
      const size = sizeOf(bytes, at + 124);
      const start = at + block;
      if (size === undefined || bytes[at] === 0) return;
      const type = String.fromCharCode(bytes[at + 156] ?? 0);
      const data = bytes.subarray(start, Math.min(start + size, bytes.length));
      if (type === 'L') long = textOf(data, 0, data.length);
      else if (type === 'x') long = /(?:^|\n)\d+ path=([^\n]+)\n/.exec(data.toString('latin1'))?.[1] ?? long;
      else {
        const prefix = textOf(bytes, at + 345, 155);
        const name = long ?? (prefix === '' ? '' : `${prefix}/`) + textOf(bytes, at, 100);
        long = undefined;
        if ((type === '0' || type === '\0') && size > 0) {
          if (!spend(budget, data.length)) return;
          yield { name, bytes: data, start, end: start + data.length };
        }
      }
      at = start + Math.ceil(size / block) * block;
    }
  },
};

function textOf(bytes: Buffer, at: number, width: number): string {
  const end = bytes.indexOf(0, at);
  return bytes.toString('latin1', at, end < 0 || end > at + width ? at + width : end);
}

function sizeOf(bytes: Buffer, at: number): number | undefined {
  if ((bytes[at] ?? 0) & 0x80) return Number(bytes.readBigUInt64BE(at + 4) & 0x1fffffffffffffn);
  const text = textOf(bytes, at, 12).trim();
  return /^[0-7]{1,12}$/.test(text) ? Number.parseInt(text, 8) : undefined;
}

/** Messages on a stream in one piece each: the library writes header and body apart, and each wakes the client. */
import { Writable } from 'node:stream';

const end = Buffer.from('\r\n\r\n');

/** What is to be written to in place of `output`. */
export function wholeMessages(output: Writable): Writable {
  let header: Buffer | undefined;
  const whole = new Writable({
    write(chunk: Buffer, _encoding, done) {
      if (header === undefined && chunk.subarray(-end.length).equals(end)) {
        header = chunk;
        done();
        return;
      }
      const message = header === undefined ? chunk : Buffer.concat([header, chunk]);
      header = undefined;
      output.write(message, done);
    },
  });
  output.on('error', (error) => whole.destroy(error));
  output.on('close', () => whole.destroy());
  return whole;
}

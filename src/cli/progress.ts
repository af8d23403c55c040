/** Progress on a terminal, for what takes longer than a second; elsewhere nothing is written. */
import type { Io } from './io.ts';

const patience = 1000;
const pause = 100;

export interface ProgressBar {
  /** Told of bytes as they are read. */
  readonly add: (bytes: number) => void;
  readonly end: () => void;
}

export function progressBar(io: Io, what: string): ProgressBar {
  if (io.stderr.isTTY !== true || io.env['CI']) return { add: () => undefined, end: () => undefined };
  const start = io.now().getTime();
  let bytes = 0;
  let shown = 0;
  let ended = false;
  const show = () => {
    const now = io.now().getTime();
    if (ended || now - start < patience || now - shown < pause) return;
    shown = now;
    const rate = bytes / 1e6 / ((now - start) / 1000);
    io.stderr.write(`\r\x1b[K${what}: ${(bytes / 1e6).toFixed(0)} MB, ${rate.toFixed(0)} MB/s`);
  };
  return {
    add: (more) => {
      bytes += more;
      show();
    },
    end: () => {
      if (shown > 0 && !ended) io.stderr.write('\r\x1b[K');
      ended = true;
    },
  };
}

/** How reading stops: one error type inside the room, turned into a value where the room is left. */
import type { Skipped } from '../finding.ts';

/** What made a blob or a layer unreadable, in the words of a report's `skipped`. */
export interface ReadProblem {
  readonly reason: Skipped['reason'];
  /** One sentence without the name of the blob, which the caller knows. */
  readonly message: string;
}

/** Thrown by the parsers below `readLayer`; it never leaves the room. */
export class ReadFault extends Error {
  readonly reason: Skipped['reason'];

  constructor(reason: Skipped['reason'], message: string) {
    super(message);
    this.reason = reason;
  }
}

/** The problem that an error stands for: a fault's own, or `unreadable` for what the system or a library threw. */
export function problemOf(error: unknown): ReadProblem {
  if (error instanceof ReadFault) return { reason: error.reason, message: error.message };
  return { reason: 'unreadable', message: error instanceof Error ? error.message : String(error) };
}

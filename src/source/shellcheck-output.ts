/** ShellCheck's `json1` output, validated. */
import { z } from 'zod';

const range = z.object({ line: z.number(), column: z.number(), endLine: z.number(), endColumn: z.number() });

const output = z.object({
  comments: z.array(
    range.extend({
      file: z.string(),
      level: z.enum(['error', 'warning', 'info', 'style']),
      code: z.number(),
      message: z.string(),
      fix: z.object({ replacements: z.array(range.extend({ replacement: z.string() })) }).nullable(),
    }),
  ),
});

export type Comment = z.output<typeof output>['comments'][number];

export function readComments(json: string): readonly Comment[] {
  return output.parse(JSON.parse(json)).comments;
}

import { fix } from '../../src/dockerfile/edits.ts';
import type { Dockerfile, KeyValue } from '../../src/dockerfile/model.ts';
import type { Edit } from '../../src/finding.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'legacy-key-value',
  aliases: ['LegacyKeyValueFormat'],
  on: 'dockerfile',
  needs: { instructions: ['env', 'label'] },
  since: '1.0',
  severity: 'warning',
  category: 'style',
  tags: 'deprecated',
  summary: 'ENV and LABEL must be written `key=value`.',
  why: 'The form with a blank takes the whole rest of the line as one value, which is easily misread, and may go away.',
  bad: [
    { code: 'FROM debian:12.9\nENV [|PORT 8080|]', fixed: 'FROM debian:12.9\nENV PORT=8080' },
    { code: 'FROM debian:12.9\nENV [|NAME   Ann Lee|]', fixed: 'FROM debian:12.9\nENV NAME="Ann Lee"' },
    { code: 'FROM debian:12.9\nLABEL [|note "a b"|]', fixed: 'FROM debian:12.9\nLABEL note="a b"' },
    { code: 'FROM debian:12.9\nENV [|A b=c "d e" f|]', fixed: 'FROM debian:12.9\nENV A=b=c\\ "d e"\\ f' },
    { code: 'FROM debian:12.9\nENV [|PATH /a:$PATH|]', fixed: 'FROM debian:12.9\nENV PATH=/a:$PATH' },
  ],
  good: ['FROM debian:12.9\nENV PORT=8080 NAME="Ann Lee"', 'FROM debian:12.9\nLABEL a=b', 'FROM debian:12.9\nENV PORT'],

  *check(file) {
    for (const instruction of file.instructions.filter((one) => one.kind === 'env' || one.kind === 'label')) {
      const [pair] = instruction.pairs;
      if (!instruction.legacy || !pair?.value) continue;
      const edits = rewritten(file, pair);
      yield {
        place: pair.place,
        message: `\`${instruction.keyword} ${pair.key.raw} …\` is the old form with a blank.`,
        help: `Write \`${instruction.keyword} ${pair.key.raw}=…\`.`,
        fixes: edits ? [fix('Write `key=value`', 'safe', ...edits)] : [],
      };
    }
  },
});

/** The value keeps its meaning: what was the rest of the line must become one word. */
function rewritten({ text, escape: mark }: Dockerfile, { key, value }: KeyValue): readonly Edit[] | undefined {
  if (!value) return undefined;
  const raw = text.slice(value.span.start, value.span.end);
  const joint: Edit = { span: { start: key.span.end, end: value.span.start }, text: '=' };
  if (!/\s/.test(raw) || /^(?:"[^"\\`]*"|'[^']*')$/.test(raw)) return [joint];
  if (!/["'\\`\n]/.test(raw)) return [{ ...joint, text: '="' }, insertAt(value.span.end, '"')];
  if (raw.includes('\n')) return undefined;
  return [joint, ...blanksOutsideQuotes(raw, mark).map((at) => insertAt(value.span.start + at, mark))];
}

function insertAt(at: number, text: string): Edit {
  return { span: { start: at, end: at }, text };
}

function blanksOutsideQuotes(raw: string, mark: string): readonly number[] {
  const found: number[] = [];
  let quote = '';
  for (let at = 0; at < raw.length; at++) {
    const char = raw.charAt(at);
    if (char === mark && quote !== "'") at++;
    else if (char === quote) quote = '';
    else if (quote === '' && (char === '"' || char === "'")) quote = char;
    else if (quote === '' && /\s/.test(char)) found.push(at);
  }
  return found;
}

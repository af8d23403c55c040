/** How messages reach the client. */
import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { StreamMessageWriter } from 'vscode-jsonrpc/node';
import { wholeMessages } from '../../lsp/whole-messages.ts';

test('a message is written in one piece, header and body', async () => {
  const output = new PassThrough();
  const pieces: string[] = [];
  output.on('data', (piece: Buffer) => pieces.push(piece.toString()));
  const writer = new StreamMessageWriter(wholeMessages(output));
  const message = { jsonrpc: '2.0', method: 'first', params: { text: 'é\r\n\r\n' } };
  await writer.write(message);
  const second = { jsonrpc: '2.0', method: 'second' };
  await writer.write(second);
  expect(pieces).toEqual([
    `Content-Length: 65\r\n\r\n${JSON.stringify(message)}`,
    `Content-Length: 35\r\n\r\n${JSON.stringify(second)}`,
  ]);
});

test('an output that breaks is known to the writer', async () => {
  const output = new PassThrough();
  const writer = new StreamMessageWriter(wholeMessages(output));
  const broken = new Promise((resolve) => writer.onError(([error]) => resolve(error.message)));
  output.destroy(new Error('gone'));
  expect(await broken).toBe('gone');
});

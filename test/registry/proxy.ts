/** A host in front of a registry that hands on what it is asked, and misbehaves as a test says. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { close, listen, type Registry } from './server.ts';

export interface Asked {
  readonly method: string;
  readonly url: string;
  readonly authorization: string | undefined;
}

/** Answers `true` when it has answered; else the registry is asked. */
export type Fault = (request: IncomingMessage, response: ServerResponse, whole: () => Promise<Buffer>) => boolean;

export interface Front extends Registry {
  readonly asked: Asked[];
  fault: Fault | undefined;
}

export async function proxy(behind: string): Promise<Front> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    const { method = '', url = '', headers } = request;
    asked.push({ method, url, authorization: headers.authorization });
    const forward = () =>
      fetch(`http://${behind}${url}`, { method, headers: { ...kept(headers) }, redirect: 'manual' });
    const whole = async () => Buffer.from(await (await forward()).arrayBuffer());
    if (made.fault?.(request, response, whole)) return;
    forward().then(
      async (answer) => {
        const body = Buffer.from(await answer.arrayBuffer());
        response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(method === 'HEAD' ? undefined : body);
      },
      () => response.destroy(),
    );
  });
  const made: Front = { host: await listen(server), stop: () => close(server), asked, fault: undefined };
  return made;
}

function kept({ authorization, accept, range }: IncomingMessage['headers']): Record<string, string> {
  return { ...(authorization && { authorization }), ...(accept && { accept }), ...(range && { range }) };
}

/** A webhook on this machine, for tests. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Got {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** @param count of this request, from 1 */
export type Answer = (response: ServerResponse, count: number, request: IncomingMessage) => void;

const servers: Server[] = [];

/** Keeps what it got; the path of its address is the secret. */
export async function startWebhook(answer: Answer): Promise<{ url: string; got: Got[] }> {
  const got: Got[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += String(chunk)));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      got.push({ method, url, headers, body });
      answer(response, got.length, request);
    });
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook/s3cret`, got };
}

/** The n-th answer has the n-th of these, later ones the last. */
export const answering =
  (...codes: number[]): Answer =>
  (response, count) =>
    response.writeHead(codes[Math.min(count, codes.length) - 1] ?? 500).end('ok');

export function stopWebhooks(): void {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
}

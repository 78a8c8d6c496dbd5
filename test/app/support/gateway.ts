import { createServer, type IncomingMessage, type Server, type ServerResponse, request as send } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request on its way to Batch. */
export interface Passing {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly clientRequestId: string | undefined;
}

/**
 * A gateway in the network between the app and Batch. It passes everything on unchanged, and `onPassing` says what happens
 * in the world while a request is on its way: the request arrives when that is over.
 */
export class Gateway {
  readonly url: string;
  onPassing: (passing: Passing) => Promise<void> | void = () => undefined;
  readonly #server: Server;
  readonly #errors: unknown[] = [];

  private constructor(server: Server) {
    this.#server = server;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  static async to(target: string): Promise<Gateway> {
    const server = createServer();
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const gateway = new Gateway(server);
    server.on('request', (incoming, outgoing) => {
      gateway.#pass(target, incoming, outgoing).catch((error: unknown) => {
        gateway.#errors.push(error);
        outgoing.destroy();
      });
    });
    return gateway;
  }

  /** @throws what went wrong in `onPassing` */
  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
    if (this.#errors.length > 0) throw this.#errors[0];
  }

  async #pass(target: string, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const body = await readAll(incoming);
    const { method = 'GET', url = '/', headers } = incoming;
    const id = headers['client-request-id'];
    await this.onPassing({
      method,
      path: new URL(url, target).pathname,
      clientRequestId: typeof id === 'string' ? id : undefined,
    });
    // The host stays the gateway's, so that links to further pages lead here too.
    const onward = send(new URL(url, target), { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    onward.on('error', () => outgoing.destroy());
    onward.end(body);
  }
}

async function readAll(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

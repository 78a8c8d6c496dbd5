import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { Webhook } from 'standardwebhooks';

/** A request as it was received. */
export interface Received {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

type Respond = (request: IncomingMessage, response: ServerResponse) => void;

/** A receiver of events on this machine. It answers what it is told in turn, 204 after that, and remembers what it got. */
export class Receiver {
  readonly received: Received[] = [];
  readonly answers: (number | Respond)[] = [];
  readonly #server: Server;
  readonly #scheme: 'http' | 'https';

  private constructor(server: Server, scheme: 'http' | 'https') {
    this.#server = server;
    this.#scheme = scheme;
  }

  /** With a certificate and its key, both in PEM, it speaks https. */
  static async start(tls?: { readonly cert: string; readonly key: string }): Promise<Receiver> {
    const server = tls === undefined ? createServer() : createSecureServer(tls);
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const receiver = new Receiver(server, tls === undefined ? 'http' : 'https');
    server.on('request', (request, response) => receiver.#receive(request, response));
    return receiver;
  }

  /** As LAMPLIGHTER_OUTBOUND_HOSTS names it. */
  get host(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get url(): string {
    return `${this.#scheme}://${this.host}/events`;
  }

  reset(): void {
    this.received.length = 0;
    this.answers.length = 0;
  }

  /** The events of all requests, each verified with a secret. */
  // biome-ignore lint/suspicious/noExplicitAny: a test says what it expects of an event by comparing it
  verified(secret: string): readonly any[] {
    return this.received.map(({ headers, body }) =>
      new Webhook(secret).verify(body, headers as Record<string, string>),
    );
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url: path = '', headers } = request;
    const answer = this.answers.shift() ?? 204;
    this.received.push({ method, path, headers, body: await text(request) });
    if (typeof answer === 'function') answer(request, response);
    else response.writeHead(answer).end();
  }
}

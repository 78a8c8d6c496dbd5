import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a server answers; `text` is sent as it is. */
export interface WebAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly text?: string;
}

/** A server in the web, on this machine: it answers what it is told, and counts. */
export class WebServer {
  answer: WebAnswer | ((request: IncomingMessage, response: ServerResponse) => WebAnswer | undefined) = {};
  readonly requests: IncomingMessage[] = [];
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async start(): Promise<WebServer> {
    const server = createServer();
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const web = new WebServer(server);
    server.on('request', (request, response) => web.#respond(request, response));
    return web;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** `127.0.0.1:8080`, as LAMPLIGHTER_OUTBOUND_HOSTS names it. */
  get host(): string {
    return `127.0.0.1:${this.port}`;
  }

  url(path = '/holidays.ics'): URL {
    return new URL(path, `http://${this.host}`);
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #respond(request: IncomingMessage, response: ServerResponse): void {
    this.requests.push(request);
    const answer = typeof this.answer === 'function' ? this.answer(request, response) : this.answer;
    if (answer === undefined) return;
    const { status = 200, headers = {}, text = '' } = answer;
    response.writeHead(status, headers).end(text);
  }
}

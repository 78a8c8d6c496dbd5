import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { Webhook } from 'standardwebhooks';

/** How a receiver answers. */
export const MOODS = ['well', 'fails', 'throttles', 'redirects', 'resets', 'slow'] as const;

/** An event, as far as the storm looks at it. */
export interface ReceivedEvent {
  readonly id: string;
  readonly type: string;
  readonly data: { readonly pool?: string };
}

/** Where a redirection of it leads to, which nobody may follow. */
const TRAP = '/trap';

/** Another system that events are told to. */
export class StormReceiver {
  mood: (typeof MOODS)[number] = 'well';
  /** Real time that a slow one takes. */
  milliseconds = 0;
  /** What has reached it and was signed as it must be. */
  readonly events: ReceivedEvent[] = [];
  /** What must not have reached it. */
  readonly breaches: string[] = [];
  readonly #server: Server;
  readonly #secret: string;

  private constructor(server: Server, secret: string) {
    this.#server = server;
    this.#secret = secret;
  }

  static async start(secret: string): Promise<StormReceiver> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const receiver = new StormReceiver(server, secret);
    server.on('request', async (request, response) => {
      receiver.#hear(request.url ?? '', { headers: request.headers, body: await text(request) });
      await receiver.#answer(response);
    });
    return receiver;
  }

  get host(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get url(): string {
    return `http://${this.host}/events`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #hear(path: string, { headers, body }: { readonly headers: IncomingHttpHeaders; readonly body: string }): void {
    if (path === TRAP) this.breaches.push('law 11: a redirection of a receiver was followed');
    const { 'webhook-id': id, 'webhook-timestamp': seconds, 'webhook-signature': signatures } = headers;
    // By the clock of the app, which is not this process's.
    const signature = new Webhook(this.#secret).sign(String(id), new Date(Number(seconds) * 1000), body);
    if (signatures?.includes(signature)) this.events.push(JSON.parse(body) as ReceivedEvent);
    else this.breaches.push(`law 4: the event ${id} was not signed as it must be`);
  }

  async #answer(response: ServerResponse): Promise<void> {
    if (this.mood === 'resets') return void response.destroy();
    if (this.mood === 'slow') await pause(this.milliseconds);
    if (this.mood === 'fails') response.writeHead(500);
    else if (this.mood === 'throttles') response.writeHead(429, { 'retry-after': '1' });
    else if (this.mood === 'redirects') response.writeHead(302, { location: TRAP });
    else response.writeHead(204);
    response.end();
  }
}

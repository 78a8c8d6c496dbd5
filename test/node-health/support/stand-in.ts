import type { AddressInfo } from 'node:net';
import { createServer, type Server, type Socket } from 'node:net';

/** What a stand-in sends when it has read a request; `end` closes the connection after it. */
export interface SaidBytes {
  readonly text: string;
  readonly end?: boolean;
}

/** A stand-in for a server on the node, which can answer as wrongly as it likes: it says bytes, not HTTP. */
export class StandIn {
  says: SaidBytes | ((socket: Socket) => void);
  asked: string[] = [];
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor(server: Server, says: SaidBytes) {
    this.#server = server;
    this.says = says;
    server.on('connection', (socket) => this.#serve(socket));
  }

  static async start(says: SaidBytes = answer(200, 'healthy')): Promise<StandIn> {
    const server = createServer();
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    return new StandIn(server, says);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`;
  }

  /** Connections that the other side has not closed. */
  get connections(): number {
    return this.#sockets.size;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #serve(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
    socket.on('error', () => undefined);
    socket.once('data', (request) => {
      this.asked.push(request.toString('latin1'));
      const { says } = this;
      if (typeof says === 'function') says(socket);
      else if (says.end === false) socket.write(says.text);
      else socket.end(says.text);
    });
  }
}

/** A whole answer in HTTP. */
export function answer(status: number, body: string, headers = ''): SaidBytes {
  const length = Buffer.byteLength(body);
  return { text: `HTTP/1.1 ${status} Any\r\ncontent-length: ${length}\r\n${headers}connection: close\r\n\r\n${body}` };
}

/** The address of a port on which nobody listens. */
export async function nobodysUrl(): Promise<string> {
  const standIn = await StandIn.start();
  const { url } = standIn;
  await standIn.close();
  return url;
}

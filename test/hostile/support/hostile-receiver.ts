import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';

/** A receiver that answers each request with bytes of its own choice, and counts what it gets rid of. */
export class HostileReceiver {
  answer: (socket: Socket) => void = (socket) => socket.end();
  connections = 0;
  /** Bytes that were taken from it, with those that the system keeps ready for nobody. */
  sent = 0;
  readonly #server: Server;
  readonly #open = new Set<Promise<void>>();

  private constructor() {
    this.#server = createServer((socket) => {
      this.connections += 1;
      this.#open.add(
        new Promise((resolve) => {
          socket
            .on('error', () => undefined)
            .on('close', () => {
              this.sent += socket.bytesWritten;
              resolve();
            });
        }),
      );
      socket.once('data', () => this.answer(socket));
    });
  }

  static async start(): Promise<HostileReceiver> {
    const receiver = new HostileReceiver();
    await new Promise<void>((resolve) => receiver.#server.listen(0, '127.0.0.1', resolve));
    return receiver;
  }

  /** As LAMPLIGHTER_OUTBOUND_HOSTS names it. */
  get host(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** When everybody has hung up. */
  async left(): Promise<void> {
    await Promise.all(this.#open);
  }

  async close(): Promise<void> {
    await this.left();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

/** Says the same again and again until the connection is closed. */
export function pour(socket: Socket, text: string): void {
  const more = (): void => {
    while (!socket.destroyed && socket.write(text));
    if (!socket.destroyed) socket.once('drain', more);
  };
  more();
}

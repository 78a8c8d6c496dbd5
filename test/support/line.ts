import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** A line to a server on this machine, which can be down for a while: nobody is at its address then. */
export class Line {
  readonly port: number;
  readonly #far: number;
  readonly #sockets = new Set<Socket>();
  #server: Server;

  private constructor(server: Server, far: number) {
    this.#server = server;
    this.#far = far;
    this.port = (server.address() as AddressInfo).port;
    this.#serve();
  }

  static async to(far: number): Promise<Line> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new Line(server, far);
  }

  #serve(): void {
    this.#server.on('connection', (near) => {
      const far = connect(this.#far, '127.0.0.1');
      for (const socket of [near, far]) {
        this.#sockets.add(socket);
        socket.on('error', () => undefined).on('close', () => this.#sockets.delete(socket));
      }
      near.pipe(far).pipe(near);
    });
  }

  async goDown(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async comeUp(): Promise<void> {
    this.#server = createServer();
    this.#serve();
    await new Promise<void>((resolve) => this.#server.listen(this.port, '127.0.0.1', resolve));
  }
}

import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** A server on the loopback addresses. */
export interface Loopbacks {
  readonly port: number;
  /** 127.0.0.1, and ::1 where the machine has it. */
  readonly addresses: readonly string[];
  /** Also closes all connections. */
  close(): Promise<void>;
}

const MOST_CONNECTIONS = 64;
const PATIENCE_MS = 10_000;
/** A client on the same machine sends its headers at once. */
const HEADERS_MS = 1000;
const CHECK_MS = 500;
/** Longer than the longest interval of the extension, so that a connection it keeps is not closed during its next request. */
const KEEP_ALIVE_MS = 75_000;
/** A port that is free on one address may be taken on the other. */
const MOST_ATTEMPTS = 20;

/**
 * Listens on one port of 127.0.0.1 and ::1, because the extension connects to `localhost`, which is either. Port 0 is any free
 * one.
 * @throws Error with a code such as EADDRINUSE if the port is not available on both
 */
export async function listenOnLoopbacks(listener: RequestListener, port: number): Promise<Loopbacks> {
  for (let attempt = 1; ; attempt += 1) {
    const first = await listen(listener, '127.0.0.1', port);
    const { port: given } = first.address() as AddressInfo;
    try {
      const second = await listen(listener, '::1', given);
      return { port: given, addresses: ['127.0.0.1', '::1'], close: () => closeAll([first, second]) };
    } catch (error) {
      if (isWithoutIpv6(error)) return { port: given, addresses: ['127.0.0.1'], close: () => closeAll([first]) };
      await closeAll([first]);
      if (port !== 0 || attempt === MOST_ATTEMPTS) throw error;
    }
  }
}

function isWithoutIpv6(error: unknown): boolean {
  return ['EADDRNOTAVAIL', 'EAFNOSUPPORT'].includes((error as NodeJS.ErrnoException).code ?? '');
}

async function listen(listener: RequestListener, host: string, port: number): Promise<Server> {
  const server = createServer(
    {
      headersTimeout: HEADERS_MS,
      requestTimeout: PATIENCE_MS,
      keepAliveTimeout: KEEP_ALIVE_MS,
      connectionsCheckingInterval: CHECK_MS,
    },
    listener,
  );
  shedOldest(server);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  return server;
}

/**
 * Above the limit, closes the connection that has been without a request for the longest time, or the oldest if each has one.
 * Any process of the node may open connections, and send nothing or ask without end; the request of the extension is the newest.
 */
function shedOldest(server: Server): void {
  const open = new Set<Socket>();
  const asking = new Set<Socket>();
  server.on('connection', (socket) => {
    open.add(socket);
    socket.once('close', () => {
      open.delete(socket);
      asking.delete(socket);
    });
    if (open.size <= MOST_CONNECTIONS) return;
    const others = [...open].filter((one) => one !== socket);
    const oldest = others.find((one) => !asking.has(one)) ?? others[0];
    if (oldest === undefined) return;
    oldest.destroy();
    open.delete(oldest);
  });
  server.on('request', ({ socket }, response) => {
    asking.add(socket);
    response.once('close', () => {
      asking.delete(socket);
      // It moves to the end, as the one that was used last.
      if (open.delete(socket)) open.add(socket);
    });
  });
}

async function closeAll(servers: readonly Server[]): Promise<void> {
  await Promise.all(
    servers.map(
      (server) =>
        new Promise<void>((resolve) => {
          server.close(() => resolve());
          server.closeAllConnections();
        }),
    ),
  );
}

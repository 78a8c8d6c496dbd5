import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { type Emulation, openEmulation } from './emulation.ts';
import { listener } from './http/listener.ts';
import type { EmulationOptions } from './options.ts';
import { DEFAULT_PORT } from './world/defaults.ts';
import type { VirtualClock } from './world/virtual-clock.ts';
import type { Account } from './world/world.ts';

/** The options of an emulator server and of its world. */
export interface EmulatorOptions extends EmulationOptions {
  /** 0 means any free port. */
  readonly port?: number;
  /** Files with certificate and key in PEM, to serve https. */
  readonly tls?: { readonly certificate: string; readonly key: string };
}

/** What a client needs to access an account. */
export type AccountAccess = Pick<Account, 'name' | 'key' | 'subscriptionId' | 'resourceGroup'>;

/** An emulator that listens on 127.0.0.1. */
export interface Emulator {
  /** Without a trailing slash. */
  readonly url: string;
  readonly clock: VirtualClock;
  /** The first account. */
  readonly account: AccountAccess;
  readonly accounts: readonly AccountAccess[];
  close(): Promise<void>;
}

/** How long idle connections stay open: longer than clients keep them. */
const KEEP_ALIVE_MS = 600_000;

/**
 * Starts an emulator of the Azure Batch REST API in this process.
 * @throws Error if the port is taken or a file cannot be read
 */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const emulation = openEmulation(options);
  const onRequest = listener((request) => emulation.answer(request));
  const { tls } = options;
  const server =
    tls === undefined
      ? createServer(onRequest)
      : createSecureServer({ cert: readFileSync(tls.certificate), key: readFileSync(tls.key) }, onRequest);
  // A connection that closes during a request is a fault, and faults happen only on request.
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(options.port ?? DEFAULT_PORT, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`,
    clock: emulation.clock,
    get account() {
      return firstOf(emulation);
    },
    get accounts() {
      return [...emulation.world.accounts.values()];
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          emulation.close();
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

function firstOf({ world }: Emulation): AccountAccess {
  const [account] = world.accounts.values();
  if (account === undefined) throw new Error('An emulator has at least one account.');
  return account;
}

import { flushCompileCache } from 'node:module';
import { startStorage } from '../../../src/local/storage/start-storage.ts';
import type { StorageFault, StorageService } from '../../../src/local/storage/storage-fault.ts';
import { type StorageProxy, startStorageProxy } from '../../../src/local/storage/storage-proxy.ts';

type Ports = Readonly<Record<StorageService, number>>;

/** What the storage of a storm is told when it begins. */
export interface ToStorage {
  readonly folder: string;
  readonly ports: Ports;
  /** Where each app reaches it, through a proxy of its own. */
  readonly fronts: readonly Ports[];
}

/** What it says when it is ready. */
export interface FromStorage {
  /** Leads past every fault. */
  readonly connectionString: string;
  readonly fronts: readonly string[];
}

/** What it is told later of one of its fronts. */
export type StorageOrder =
  | { readonly kind: 'inject'; readonly fault: StorageFault }
  | { readonly kind: 'heal' }
  /** To hold the request after so many, once, and to say so. */
  | { readonly kind: 'watch'; readonly after: number }
  /** To let the request go that is held. */
  | { readonly kind: 'pass' };

/** An order, by whose number it is answered. */
export interface NumberedOrder {
  readonly number: number;
  readonly front: number;
  readonly order: StorageOrder;
}

/** What it says later: that an order is carried out, or that a watched request has come. */
export type StorageReport =
  | { readonly kind: 'done'; readonly number: number }
  | { readonly kind: 'reached'; readonly front: number };

const { folder, ports, fronts } = JSON.parse(process.argv[2] ?? '') as ToStorage;
const { connectionString, handlers } = await startStorage({ folder, ports });
const proxies: readonly Front[] = await Promise.all(
  fronts.map(async (own) => ({ proxy: await startStorageProxy(connectionString, { ports: own, handlers }), release })),
);

interface Front {
  readonly proxy: StorageProxy;
  release: () => void;
}

function release(): void {
  // Nothing is held.
}

process.on('message', ({ number, front, order }: NumberedOrder) => {
  const one = proxies[front];
  if (one !== undefined) carryOut(one, order, () => say({ kind: 'reached', front }));
  say({ kind: 'done', number });
});

function carryOut(front: Front, order: StorageOrder, reached: () => void): void {
  const { proxy } = front;
  if (order.kind === 'inject') return proxy.inject(order.fault);
  if (order.kind === 'pass') return front.release();
  proxy.onPassing = () => undefined;
  if (order.kind === 'heal') return proxy.heal();
  let left = order.after;
  proxy.onPassing = () => {
    left -= 1;
    if (left >= 0) return undefined;
    proxy.onPassing = () => undefined;
    const { promise, resolve } = Promise.withResolvers<void>();
    front.release = resolve;
    reached();
    return promise;
  };
}

function say(said: FromStorage | StorageReport): void {
  process.send?.(said);
}

say({ connectionString, fronts: proxies.map(({ proxy }) => proxy.connectionString) });
// It is killed, and would not do so at its end.
flushCompileCache();

// Nobody is left who could ask for anything.
process.on('disconnect', () => process.exit());

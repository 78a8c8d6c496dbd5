import type { StorageFault } from '../../../src/local/storage/storage-fault.ts';
import type { Servant } from './servant.ts';
import type { FromStorage, NumberedOrder, StorageOrder, StorageReport, ToStorage } from './storage-child.ts';

export type StorageServant = Servant<ToStorage, FromStorage>;

/** The way by which one app reaches the storage. Faults are injected in the storage's process: it forgets them when it dies. */
export interface StorageFront {
  readonly connectionString: string;
  inject(fault: StorageFault): Promise<void>;
  /** Injects no more faults, and strikes no more. */
  heal(): Promise<void>;
  /** Does something at the request after so many, once; the request waits for it. */
  strikeAfter(count: number, strike: () => Promise<void> | undefined): Promise<void>;
}

/** The fronts of a storage, at the addresses that it says. */
export function frontsOf(servant: StorageServant, { fronts }: FromStorage): readonly StorageFront[] {
  const strikes: (() => Promise<void> | undefined)[] = fronts.map(() => () => undefined);
  const open = new Map<number, () => void>();
  let number = 0;
  const order = (front: number, what: StorageOrder) => {
    number += 1;
    const { promise, resolve } = Promise.withResolvers<void>();
    open.set(number, resolve);
    // One that has just died carries out nothing, and has forgotten everything anyway.
    if (!servant.send({ number, front, order: what } satisfies NumberedOrder)) resolve();
    return promise;
  };
  const settle = () => {
    for (const resolve of open.values()) resolve();
    open.clear();
  };
  servant.onDeath = settle;
  servant.onSaid = async (said) => {
    const report = said as StorageReport;
    if (report.kind === 'done') {
      open.get(report.number)?.();
      open.delete(report.number);
      return;
    }
    await strikes[report.front]?.();
    await order(report.front, { kind: 'pass' });
  };
  return fronts.map((connectionString, front) => ({
    connectionString,
    inject: (fault) => order(front, { kind: 'inject', fault }),
    heal: () => order(front, { kind: 'heal' }),
    strikeAfter: (after, strike) => {
      strikes[front] = strike;
      return order(front, { kind: 'watch', after });
    },
  }));
}

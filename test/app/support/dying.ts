import type { Ports } from '../../../src/app/ports.ts';

/** A process that dies, and the moment when it does. */
export interface Dying {
  readonly ports: Ports;
  readonly dead: Promise<void>;
}

/** A process that dies when it has done everything but give the pool back: what it did is on record and not remembered. */
export function dyingBeforeRelease(ports: Ports): Dying {
  const death = Promise.withResolvers<void>();
  const { poolStates } = ports;
  const put: typeof poolStates.put = (state, tag) => {
    if (state.acting !== undefined) return poolStates.put(state, tag);
    death.resolve();
    return never();
  };
  return { ports: { ...ports, poolStates: { ...poolStates, put } }, dead: death.promise };
}

/** What nobody hears of any more. */
export function never<Value>(): Promise<Value> {
  return new Promise<Value>(() => undefined);
}

import { flushCompileCache } from 'node:module';
import { Temporal } from 'temporal-polyfill';
import { type AccountAccess, startEmulator } from '../../../src/emulator/start-emulator.ts';

/** What the emulator of a storm is told. */
export interface ToEmulator {
  readonly port: number;
  /** Its world outlives it there, to the last request. */
  readonly file: string;
  readonly start: string;
  readonly seed: number;
}

/** What it says when it is ready. */
export interface FromEmulator {
  readonly url: string;
  readonly account: AccountAccess;
}

const { port, file, start, seed } = JSON.parse(process.argv[2] ?? '') as ToEmulator;
const minutes = (count: number) => Temporal.Duration.from({ minutes: count });
const { url, account } = await startEmulator({
  ...{ port, file, seed, speed: 0, start: Temporal.Instant.from(start) },
  latencies: {
    create: { median: minutes(1), sigma: 0 },
    start: { median: minutes(3), sigma: 0.2 },
    deallocate: { median: minutes(1), sigma: 0.2 },
    extension: { median: minutes(1), sigma: 0 },
  },
});
const { name, key, subscriptionId, resourceGroup } = account;
process.send?.({ url, account: { name, key, subscriptionId, resourceGroup } } satisfies FromEmulator);
// It is killed, and would not do so at its end.
flushCompileCache();

// Nobody is left who could ask for anything.
process.on('disconnect', () => process.exit());

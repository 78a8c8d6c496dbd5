import { Temporal } from 'temporal-polyfill';
import type { Clock } from '../ports/clock.ts';
import { AppError } from '../ports/errors.ts';

/** The time of the machine, in UTC. */
export const systemClock: Clock = { now: () => Promise.resolve(Temporal.Now.instant()) };

/** A remote clock must answer within this time, in milliseconds. */
const PATIENCE_MS = 10_000;

/**
 * A response that took longer, in milliseconds, may be old: the process may have been suspended meanwhile. By the old time, a lease
 * that has expired would still be valid. The clock is then read again, at most `MOST_READS` times in all.
 */
const FRESH_MS = 200;
const MOST_READS = 3;

/**
 * A clock at an address that answers `{"now":"2026-03-02T06:00:00Z"}`: that of the emulator, which may run fast or stand still.
 */
export function remoteClock(address: string, elapsed: () => number = () => performance.now()): Clock {
  return {
    now: async () => {
      try {
        for (let reads = 1; ; reads += 1) {
          const asked = elapsed();
          const now = await read(address);
          if (elapsed() - asked <= FRESH_MS || reads === MOST_READS) return now;
        }
      } catch (error) {
        throw new AppError('BatchUnavailable', `The clock at ${address} (LAMPLIGHTER_CLOCK) could not be read.`, {
          cause: error,
        });
      }
    },
  };
}

async function read(address: string): Promise<Temporal.Instant> {
  const response = await fetch(address, { signal: AbortSignal.timeout(PATIENCE_MS) });
  const { now } = (await response.json()) as { readonly now: string };
  return Temporal.Instant.from(now);
}

import { Temporal } from 'temporal-polyfill';
import type { Clock } from '../ports/clock.ts';
import { AppError } from '../ports/errors.ts';

/** The time of the machine, in UTC. */
export const systemClock: Clock = { now: () => Promise.resolve(Temporal.Now.instant()) };

/** A remote clock must answer within this time, in milliseconds. */
const PATIENCE_MS = 10_000;

/**
 * A clock at an address that answers `{"now":"2026-03-02T06:00:00Z"}`: that of the emulator, which may run fast or stand still.
 */
export function remoteClock(address: string): Clock {
  return {
    now: async () => {
      try {
        const response = await fetch(address, { signal: AbortSignal.timeout(PATIENCE_MS) });
        const { now } = (await response.json()) as { readonly now: string };
        return Temporal.Instant.from(now);
      } catch (error) {
        throw new AppError('BatchUnavailable', `The clock at ${address} (LAMPLIGHTER_CLOCK) could not be read.`, {
          cause: error,
        });
      }
    },
  };
}

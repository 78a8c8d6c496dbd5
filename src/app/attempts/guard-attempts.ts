import { Temporal } from 'temporal-polyfill';
import { isBefore } from '../../core/time/instants.ts';
import { type Attempt, type Attempts, GivenUp } from '../../ports/attempts.ts';
import type { HasClaims } from '../../ports/claim-store.ts';
import type { HasWallClock } from '../../ports/clock.ts';

/** So many attempts that did not come to their end are enough. */
const MOST_UNFINISHED = 2;

/** An attempt that began later may still be under way in another process: the budgets of steps keep all of them shorter. */
const LONGEST = Temporal.Duration.from({ minutes: 1 });

/** After that the same work is tried again, though nothing has changed: two restarts may have met it by chance. */
const REMEMBERED = Temporal.Duration.from({ hours: 24 });

/** So many keys are known to have come to their end in this process. */
const MOST_DONE = 10_000;

type GuardPorts = HasClaims & HasWallClock;

/**
 * Leaves a mark before work and takes it away after. Whoever finds the marks of two attempts that did not come to their end does
 * not try again. Work that has come to its end in this process is done again without a mark.
 */
export function guardAttempts(ports: GuardPorts): Attempts {
  const done = new Set<string>();
  const underWay = new Map<string, Promise<void>>();
  const guarded = async <Value>(attempt: Attempt, work: () => Value | Promise<Value>) => {
    const unfinished = await begin(ports, attempt);
    if (unfinished !== undefined) return unfinished;
    try {
      return await work();
    } finally {
      await ports.claims.forget('attempt', attempt.key);
      if (done.size >= MOST_DONE) done.clear();
      done.add(attempt.key);
    }
  };
  return {
    attempt: async (attempt, work) => {
      const { key } = attempt;
      // The first of several at once finds out for all of them.
      await underWay.get(key);
      if (done.has(key)) return work();
      const end = Promise.withResolvers<void>();
      underWay.set(key, end.promise);
      try {
        return await guarded(attempt, work);
      } finally {
        underWay.delete(key);
        end.resolve();
      }
    },
  };
}

/** Leaves the mark; what speaks against the attempt if there are too many already. */
async function begin({ claims, wallClock }: GuardPorts, { key, what }: Attempt): Promise<GivenUp | undefined> {
  for (;;) {
    const now = await wallClock.now();
    const claim = { scope: 'attempt' as const, key, until: now.add(REMEMBERED) };
    const there = await claims.claim({ ...claim, text: JSON.stringify([now.toString()]) });
    if (there === undefined) return undefined;
    const begun = JSON.parse(there.text) as readonly string[];
    const unfinished = begun.filter((at) => !isBefore(now.subtract(LONGEST), Temporal.Instant.from(at)));
    if (unfinished.length >= MOST_UNFINISHED) return new GivenUp(reasonFor(what, unfinished));
    if (await claims.update({ ...claim, text: JSON.stringify([...begun, now.toString()]) }, there.tag))
      return undefined;
  }
}

function reasonFor(what: string, unfinished: readonly string[]): string {
  const [last] = unfinished.toReversed();
  return `${what} did not come to its end ${unfinished.length} times, last at ${last}: it is not tried again until one of its documents changes`;
}

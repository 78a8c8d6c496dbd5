import { Temporal } from 'temporal-polyfill';
import { isBefore } from '../../core/time/instants.ts';
import { type Attempt, type Attempts, GivenUp } from '../../ports/attempts.ts';
import type { HasClaims } from '../../ports/claim-store.ts';
import type { HasWallClock } from '../../ports/clock.ts';

/** After this many unfinished attempts, the work is not tried again. */
const MOST_UNFINISHED = 2;

/**
 * An unfinished attempt that began less than this ago may still run in another process. Step budgets keep every attempt
 * shorter.
 */
const LONGEST = Temporal.Duration.from({ minutes: 1 });

/** After this time the work is tried again although nothing has changed: two restarts may have hit it by chance. */
const REMEMBERED = Temporal.Duration.from({ hours: 24 });

/** How many keys of finished work this process remembers. */
const MOST_DONE = 10_000;

type GuardPorts = HasClaims & HasWallClock;

/**
 * Writes a mark before the work and removes it afterwards. If the marks of two unfinished attempts exist, the work is not tried
 * again, because it has probably crashed its process twice. Work that this process has finished once is repeated without a
 * mark.
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
      // First, because the work has come to its end also where its mark cannot be removed: a retry must not add another mark.
      if (done.size >= MOST_DONE) done.clear();
      done.add(attempt.key);
      await ports.claims.forget('attempt', attempt.key);
    }
  };
  return {
    attempt: async (attempt, work) => {
      const { key } = attempt;
      // Of several concurrent callers, the first finds out for all.
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

/** Writes the mark; returns why the work must not be tried if there are too many marks already. */
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
  return `${what} did not come to its end ${unfinished.length} times, last at ${last}: it is not tried again for a day, or until one of its documents changes`;
}

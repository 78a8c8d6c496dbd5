import { Temporal } from 'temporal-polyfill';

/** Remembers, in this process, since when each check has failed. */
export interface HealthMemory {
  /** Since when a check has failed, given its result at `at`; `undefined` if it passes. */
  since(name: string, hasPassed: boolean, at: Temporal.Instant): Temporal.Instant | undefined;
}

export interface HasHealthMemory {
  readonly healthMemory: HealthMemory;
}

/** A new memory. If a failure began before the process did, it counts from the first check. */
export function rememberHealth(): HealthMemory {
  const failing = new Map<string, Temporal.Instant>();
  return {
    since: (name, hasPassed, at) => {
      if (hasPassed) {
        failing.delete(name);
        return undefined;
      }
      const before = failing.get(name);
      const since = before !== undefined && Temporal.Instant.compare(before, at) < 0 ? before : at;
      failing.set(name, since);
      return since;
    },
  };
}

import type { Policy } from '../core/policy/policy.ts';
import type { Schedule } from '../core/schedule/schedule.ts';
import { type DeciderActs, type DeciderTick, type ExpectedTimes, TickDecider } from './tick-decider.ts';

/** Decides for one simulated pool, tick by tick. */
export interface Decider {
  decide(tick: DeciderTick): DeciderActs;
}

/** A pool before its first tick. */
export interface DeciderPool {
  readonly nodes: number;
  readonly slotsPerNode: number;
  readonly expected: ExpectedTimes;
}

/** A named policy that can be replayed on a simulated pool. */
export interface TriedPolicy {
  readonly name: string;
  /** A new decider, without history. */
  deciderFor(pool: DeciderPool): Decider;
}

/** A policy with the schedules that it names, to be replayed with the decision code of the timer. */
export function triedPolicy(name: string, policy: Policy, schedules: readonly Schedule[] = []): TriedPolicy {
  return { name, deciderFor: (pool) => new TickDecider({ policy, schedules, ...pool }) };
}

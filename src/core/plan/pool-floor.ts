import type { Temporal } from 'temporal-polyfill';
import { USE_COUNTS_FOR, weekOfUse } from '../memory/pool-use.ts';
import type { Fleet } from './input/fleet.ts';
import type { PlanInput } from './input/plan-input.ts';
import type { PoolFloor } from './input/pool-floor.ts';
import { neededCapacityAt, requestEdges } from './requested-capacity.ts';
import type { PoolTarget } from './target.ts';

type Known = PoolFloor & { readonly kind: 'known' };

/**
 * How many nodes a pool must keep when deallocated ones are removed: what it needs now, and what the policy says. If the policy
 * says nothing: the most that schedules are known to need, which covers at least a week, and the most that was on in the last
 * week. `undefined` if the policy removes no nodes.
 */
export function poolFloorOf(
  input: PlanInput,
  { fleet, target }: { readonly fleet: Fleet; readonly target: PoolTarget },
): PoolFloor | undefined {
  const { policy, memory, now } = input;
  if (policy.deallocated === undefined) return undefined;
  const present: Known = {
    kind: 'known',
    nodes: Math.max(target.min, target.keep, policy.idle?.keep ?? 0, fleet.allocated),
    because: `${fleet.allocated} are on, and ${target.minBecause}`,
  };
  const { poolAtLeast } = policy.deallocated;
  if (poolAtLeast !== undefined)
    return largest([present, { kind: 'known', nodes: poolAtLeast, because: `the policy keeps ${poolAtLeast}` }]);
  const asked = askedWithinAWeek(input);
  if (asked.kind === 'unknown') return asked;
  const used = weekOfUse(memory.use, now);
  if (used === undefined) return { kind: 'unknown', because: whenWatched(input) };
  return largest([present, asked, { kind: 'known', nodes: used, because: `${used} were on in the last week` }]);
}

/** When the use of a whole week is known. */
export function weekIsKnownAt({ memory: { use }, now }: Pick<PlanInput, 'memory' | 'now'>): Temporal.Instant {
  return (use?.since ?? now).add(USE_COUNTS_FOR);
}

function whenWatched(input: PlanInput): string {
  return `how many nodes are on in a week is not known before ${weekIsKnownAt(input)}`;
}

/**
 * A percentage is recognized by the different node counts that it gives for pools of such sizes, which are larger than any
 * number in a document.
 */
const LARGE = 1_000_000;

function askedWithinAWeek(input: PlanInput): PoolFloor {
  const { now } = input;
  const needs = [now, ...requestEdges(input, now)].map((instant) => {
    const [need, doubled] = [neededCapacityAt(input, instant, LARGE), neededCapacityAt(input, instant, 2 * LARGE)];
    const because = `${need.min} must be ready at ${instant} (${need.because.join(' and ') || 'no schedule'})`;
    return { nodes: need.min, because, isShare: need.min !== doubled.min };
  });
  const share = needs.find(({ isShare }) => isShare);
  if (share !== undefined) {
    const because = 'a share of the pool is required, and each removed node would make it smaller';
    return { kind: 'unknown', because: `${because}: the policy can say \`poolAtLeast\`` };
  }
  return largest(needs.map(({ nodes, because }): Known => ({ kind: 'known', nodes, because })));
}

function largest(floors: readonly Known[]): Known {
  return floors.reduce((most, floor) => (floor.nodes > most.nodes ? floor : most));
}

import { Temporal } from 'temporal-polyfill';
import { shiftOf } from '../../pool/jitter.ts';
import { TICK } from '../../pool/tick.ts';
import { capacityAt, edgesOf, type ResolvedCapacity } from '../../schedule/capacity-at.ts';
import { later, millisecondsIn } from '../../time/epoch.ts';
import { isBefore } from '../../time/instants.ts';
import type { DecidingRule, ExplainView, Explanation } from '../input/deciding-rule.ts';
import { leadFor } from '../input/lead-for.ts';
import type { PlanView } from '../input/plan-input.ts';

/** The schedules of the policy. Without any, there is no minimum and no maximum. */
export const scheduleRule = {
  name: 'schedule',
  decides: 'how many nodes must be ready, and how many may be allocated, by the schedules',
  capacity: {
    sets: ({ timelines }, instant, poolSize) => capacityAt(timelines, instant, poolSize),
    changesAt: ({ timelines }) => timelines.flatMap(edgesOf),
  },
  wakesAt: horizon,
  explains: explainSchedule,
  wouldChange: nextChange,
} as const satisfies DecidingRule;

/** There may be edges beyond the end of the timelines. The first can come into view when that end does. */
function horizon({ timelines, pool, policy, memory }: PlanView): readonly (Temporal.Instant | undefined)[] {
  const size = pool.nodes.length;
  const ahead = leadFor({ policy, memory }, size, size) + shiftOf(pool.facts, policy.jitter) + millisecondsIn(TICK);
  return timelines.map(({ segments }) => {
    const ends = segments.at(-1)?.until;
    return ends && later(ends, -ahead);
  });
}

function explainSchedule({ timelines, now, fleet, target, won }: ExplainView): Explanation {
  const says = `${describeCapacity(capacityAt(timelines, now, fleet.size))} now`;
  if (target.minRule === 'override' || target.maxRule === 'override') return { says, why: 'an override replaces it' };
  if (target.minRule !== 'schedule')
    return { says, why: `more must be ready than the schedules require: ${target.minBecause}` };
  return { says, why: won ? target.minBecause : `no node is decided by it: ${target.minBecause}` };
}

/** The next edge at which the schedules request another capacity, as far as their timelines reach. */
function nextChange({ timelines, now, fleet }: ExplainView): string | undefined {
  const present = capacityAt(timelines, now, fleet.size);
  const edge = timelines
    .flatMap(edgesOf)
    .filter((instant) => isBefore(now, instant))
    .toSorted(Temporal.Instant.compare)
    .find((instant) => {
      const { min, max } = capacityAt(timelines, instant, fleet.size);
      return min !== present.min || max !== present.max;
    });
  return edge === undefined
    ? 'an edge of the schedules, an override, or work that needs more'
    : `${edge}: ${describeCapacity(capacityAt(timelines, edge, fleet.size))} from then on`;
}

function describeCapacity({ min, max, because }: ResolvedCapacity): string {
  return `from ${min} ready to ${max ?? 'any number'} allocated (${because.join(' and ') || 'no schedule'})`;
}

import type { Temporal } from 'temporal-polyfill';
import { type LeadTime, leadTimeOf } from '../demand/lead-time.ts';
import { nodesForDemand } from '../demand/nodes-for-demand.ts';
import type { WorkNodes } from '../demand/work-nodes.ts';
import type { PoolMemory } from '../memory/memory.ts';
import type { Policy } from '../policy/policy.ts';
import { shiftOf } from '../pool/jitter.ts';
import type { PoolFacts } from '../pool/snapshot.ts';
import { TICK } from '../pool/tick.ts';
import { nodesIn } from '../schedule/amount.ts';
import { earliestOf, isBefore } from '../time/instants.ts';
import type { Rule } from './decision.ts';
import type { Fleet } from './fleet.ts';
import {
  announcedAt,
  type CapacityRequests,
  type RequestedCapacity,
  requestEdges,
  requestedCapacityAt,
} from './requested-capacity.ts';

/** The capacity that a pool must be brought to now, so that it is there when it is needed. */
export interface Target {
  readonly min: number;
  /** So many ready nodes are not let go; more than `min` where there may be more work than is known for certain. */
  readonly keep: number;
  /** `undefined` is no limit. Never less than `min`. */
  readonly max: number | undefined;
  /** What counted, as people read it. */
  readonly because: readonly string[];
  /** The rules that the minimum and the maximum come from. */
  readonly minRule: Rule;
  readonly maxRule: Rule;
  /** The minimum as people read it: who asks for it, and when it is needed if that is still to come. */
  readonly minBecause: string;
  readonly maxBecause: string;
  /** When nodes that are needed later are to be started, as far as can be seen now. */
  readonly nextDue: Temporal.Instant | undefined;
}

/** What a target is made from. */
export interface TargetInput extends CapacityRequests {
  readonly facts: PoolFacts;
  readonly policy: Policy;
  readonly memory: PoolMemory;
  /** What the work of the pool needs; `undefined` where the policy does not ask for it. */
  readonly work: WorkNodes | undefined;
  readonly now: Temporal.Instant;
}

/**
 * What a pool must be brought to: the largest minimum of now and of every instant that is so near that starts for it must be
 * made now, and the largest maximum on the way there; then the nodes for work, announced or waiting, within that maximum.
 */
export function targetOf(input: TargetInput, fleet: Fleet): Target {
  const { now } = input;
  const present = presentInstants(input).map((instant) => ({ instant, need: needAt(input, instant, fleet) }));
  const ahead = needsAhead(input, fleet, Math.max(...present.map(({ need }) => need.min)));
  const due = [...present, ...ahead.due];
  const most = largest(due, (need) => need.min);
  const { asked } = largest([...due, ...ahead.near], (need) => need.asked.max ?? Number.POSITIVE_INFINITY).need;
  const target = {
    ...minimumOf(most, input, fleet),
    max: asked.max === undefined ? undefined : Math.max(most.need.min, asked.max),
    maxRule: asked.rule,
    maxBecause: `${asked.max === undefined ? 'any number' : `at most ${asked.max}`} may be allocated (${namesOf(asked)})`,
    nextDue: isBefore(now, ahead.next ?? now) ? ahead.next : undefined,
  };
  return input.work === undefined ? target : withWork(target, input.work, fleet);
}

function minimumOf({ instant, need }: NeedAt, input: TargetInput, fleet: Fleet) {
  const { min, rule, because } = need;
  const isAhead = isBefore(input.now, instant);
  const minBecause = isAhead
    ? `${min} must be ready at ${instant} (${namesOf(need)}), ${leadFor(input, min - fleet.ready - fleet.starting, fleet.size).because}`
    : `${min} must be ready (${namesOf(need)})`;
  return { min, keep: min, because, minRule: rule, minBecause };
}

/** Nodes for the work that waits and runs, within the maximum. */
function withWork(target: Target, work: WorkNodes, fleet: Fleet): Target {
  const limit = Math.min(target.max ?? fleet.size, fleet.size);
  const min = Math.min(work.start, limit);
  const keep = Math.max(target.keep, Math.min(work.keep, limit));
  if (min <= target.min) return { ...target, keep };
  const minBecause = `${min} must be ready (${work.because})`;
  return { ...target, min, keep: Math.max(min, keep), because: [work.because], minRule: 'demand', minBecause };
}

function namesOf({ because }: { readonly because: readonly string[] }): string {
  return because.join(' and ') || 'no schedule';
}

/** How long before it is needed the start of so many nodes begins: their lead time, and the ticks that a budget takes. */
export function leadFor(
  { policy, memory }: Pick<TargetInput, 'policy' | 'memory'>,
  nodes: number,
  poolSize: number,
): LeadTime {
  const lead = leadTimeOf(policy.lead, memory.startSeconds, nodes);
  const aTick = policy.budget.start === undefined ? nodes : nodesIn(policy.budget.start, poolSize);
  const ticks = aTick <= 0 ? 0 : Math.max(0, Math.ceil(nodes / aTick) - 1);
  return ticks === 0 ? lead : { ...lead, length: lead.length.add({ seconds: ticks * TICK.total('seconds') }) };
}

/** Instants that count as now: now itself, and what the pool's own shift has it still hold on to. */
function presentInstants(input: TargetInput): readonly Temporal.Instant[] {
  const { now, facts, policy, override } = input;
  const from = now.subtract(shiftOf(facts, policy.jitter));
  const edges = requestEdges(input, from).filter((edge) => !isBefore(now, edge));
  // What a person says holds to the second.
  const isOverridden = override !== undefined && !isBefore(now, override.from) && isBefore(from, override.until);
  return isOverridden ? [now] : [from, ...edges, now];
}

interface Need {
  readonly min: number;
  readonly rule: Rule;
  readonly because: readonly string[];
  readonly asked: RequestedCapacity;
}

interface NeedAt {
  readonly instant: Temporal.Instant;
  readonly need: Need;
}

function needAt(input: TargetInput, instant: Temporal.Instant, fleet: Fleet): Need {
  const asked = requestedCapacityAt(input, instant, fleet.size);
  const announced = announcedAt(input, instant);
  const slots = announced.reduce((sum, one) => sum + one.slots, 0);
  const slotsPerNode = input.facts.taskSlotsPerNode ?? 1;
  const demand = { waitingSlots: slots, runningSlots: 0, loads: [] };
  const nodes = Math.min(
    nodesForDemand(demand, { slotsPerNode, headroom: input.policy.demand?.headroom }),
    asked.max ?? fleet.size,
    fleet.size,
  );
  if (nodes <= asked.min) return { min: asked.min, rule: asked.rule, because: asked.because, asked };
  const because = announced.map((one) => `${one.slots} slots announced by ${one.actor}`);
  return { min: nodes, rule: 'demand', because, asked };
}

interface Ahead {
  /** So near that starts for them must be made now. */
  readonly due: readonly NeedAt[];
  /** So near that nodes may be allocated for them. */
  readonly near: readonly NeedAt[];
  readonly next: Temporal.Instant | undefined;
}

function needsAhead(input: TargetInput, fleet: Fleet, present: number): Ahead {
  const { now, facts, policy } = input;
  const shift = shiftOf(facts, policy.jitter);
  const before = (instant: Temporal.Instant, nodes: number) =>
    instant
      .subtract(leadFor(input, nodes, fleet.size).length)
      .subtract(shift)
      .subtract(TICK);
  const due: NeedAt[] = [];
  const near: NeedAt[] = [];
  const moments: Temporal.Instant[] = [];
  let most = present;
  for (const instant of requestEdges(input, now)) {
    const next = earliestOf(moments);
    if (next !== undefined && isBefore(next, before(instant, fleet.size))) break;
    const need = needAt(input, instant, fleet);
    const allowedFrom = before(instant, 1);
    if (!isBefore(now, allowedFrom)) near.push({ instant, need });
    else moments.push(allowedFrom);
    if (need.min <= most) continue;
    const startsAt = before(instant, Math.max(1, need.min - fleet.ready - fleet.starting));
    if (isBefore(now, startsAt)) {
      moments.push(startsAt);
      continue;
    }
    due.push({ instant, need });
    most = need.min;
  }
  return { due, near, next: earliestOf(moments) };
}

function largest(needs: readonly NeedAt[], size: (need: Need) => number): NeedAt {
  const [first, ...rest] = needs;
  if (first === undefined) throw new Error('Something is asked for at every instant, if only nothing.');
  return rest.reduce((best, one) => (size(one.need) > size(best.need) ? one : best), first);
}

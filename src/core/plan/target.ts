import type { Temporal } from 'temporal-polyfill';
import { knownLeadTimeOf } from '../demand/known-lead.ts';
import { leadTimeOf } from '../demand/lead-time.ts';
import { shiftOf } from '../pool/jitter.ts';
import { TICK } from '../pool/tick.ts';
import { type EpochMilliseconds, instantOf, later, millisecondsIn } from '../time/epoch.ts';
import { isBefore } from '../time/instants.ts';
import type { NodeNeed, Target } from './input/capacity.ts';
import type { Fleet } from './input/fleet.ts';
import { leadFor, leadForKnown, startedNowFor } from './input/lead-for.ts';
import type { PlanInput } from './input/plan-input.ts';
import { type NeededCapacity, neededCapacityAt, requestEdges } from './requested-capacity.ts';
import { RULES, type RuleName } from './rules.ts';

/** The target capacity of a pool, and the rule behind each part of it. */
export type PoolTarget = Target<RuleName>;

const NEEDING_NOW = RULES.filter(({ capacity }) => capacity?.needsNow !== undefined);

/**
 * Computes the target of a pool: the largest minimum of now and of every later instant for which starts must be made now, and
 * the largest maximum until then; then the nodes that rules need now, within that maximum.
 */
export function targetOf(input: PlanInput, fleet: Fleet): PoolTarget {
  const { now } = input;
  const present = presentInstants(input).map((instant) => ({
    instant,
    need: neededCapacityAt(input, instant, fleet.size),
  }));
  const ahead = needsAhead(input, fleet, Math.max(...present.map(({ need }) => need.min)));
  const due = [...present, ...ahead.due];
  const most = largest(due, (need) => need.min);
  const { set } = largest([...due, ...ahead.near], (need) => need.set.max ?? Number.POSITIVE_INFINITY).need;
  const target = {
    ...minimumOf(most, input, fleet),
    max: set.max === undefined ? undefined : Math.max(most.need.min, set.max),
    maxRule: set.rule,
    maxBecause: `${set.max === undefined ? 'any number' : `at most ${set.max}`} may be allocated (${namesOf(set)})`,
    nextDue: isBefore(now, ahead.next ?? now) ? ahead.next : undefined,
  };
  return NEEDING_NOW.reduce((sofar: PoolTarget, { name, capacity }) => {
    const need = capacity?.needsNow?.(input, fleet.size);
    return need === undefined ? sofar : withNeed(sofar, { need, name, size: fleet.size });
  }, target);
}

function minimumOf({ instant, need }: NeedAt, input: PlanInput, fleet: Fleet) {
  const { min, keep, rule, because, isEach } = need;
  const isAhead = isBefore(input.now, instant);
  const { lead } = input.policy;
  const { startSeconds } = input.memory;
  const leadOf = (nodes: number) =>
    isEach ? knownLeadTimeOf(lead, startSeconds) : leadTimeOf(lead, startSeconds, nodes);
  const minBecause = isAhead
    ? `${min} must be ready at ${instant} (${namesOf(need)}), ${leadOf(min - fleet.ready - fleet.starting).because}`
    : `${min} must be ready (${namesOf(need)})`;
  return { min, keep, because, minRule: rule, keepRule: rule, minBecause };
}

interface NamedNeed {
  readonly need: NodeNeed;
  readonly name: RuleName;
  readonly size: number;
}

/** The target with the nodes that a rule needs now, within the maximum. */
function withNeed(target: PoolTarget, { need: asked, name, size }: NamedNeed): PoolTarget {
  const need = asked.isExtra === true ? onTopOf(target, asked) : asked;
  const most = Math.min(target.max ?? size, size);
  const min = Math.min(need.start, most);
  const wanted = Math.min(Math.max(need.start, need.keep), most);
  const kept = wanted > target.keep ? { ...target, keep: wanted, keepRule: name } : target;
  if (min <= target.min) return kept;
  const cut = min < need.start ? `; ${need.start} are needed, but ${whyCut(target, size)}` : '';
  const minBecause = `${min} must be ready (${namesOf(need)})${cut}`;
  return { ...kept, min, because: need.because, minRule: name, minBecause };
}

function onTopOf({ min, keep, because }: PoolTarget, need: NodeNeed): NodeNeed {
  return {
    start: min + need.start,
    keep: Math.max(min, keep) + need.keep,
    because: min === 0 ? need.because : [...because, ...need.because],
  };
}

function whyCut({ max, maxBecause }: PoolTarget, size: number): string {
  return max !== undefined && max < size ? maxBecause : `the pool has ${size}`;
}

function namesOf({ because }: { readonly because: readonly string[] }): string {
  return because.join(' and ') || 'no schedule';
}

/** The instants that count as now: now itself, and the time that the pool's jitter still keeps. */
function presentInstants(input: PlanInput): readonly Temporal.Instant[] {
  const { now, pool, policy, override } = input;
  const from = later(now, -shiftOf(pool.facts, policy.jitter));
  const edges = requestEdges(input, from).filter((edge) => !isBefore(now, edge));
  // The capacity of an override applies without jitter. One that only names nodes leaves the others to the schedules.
  const isOverridden =
    override?.capacity !== undefined && !isBefore(now, override.from) && isBefore(from, override.until);
  return isOverridden ? [now] : [from, ...edges, now];
}

interface NeedAt {
  readonly instant: Temporal.Instant;
  readonly need: NeededCapacity;
}

interface Ahead {
  /** So near that their starts must be made now. */
  readonly due: readonly NeedAt[];
  /** So near that nodes may be allocated for them. */
  readonly near: readonly NeedAt[];
  readonly next: Temporal.Instant | undefined;
}

function needsAhead(input: PlanInput, fleet: Fleet, ready: number): Ahead {
  const { now, pool, policy } = input;
  const shift = shiftOf(pool.facts, policy.jitter);
  const earlier = shift + millisecondsIn(TICK);
  const before = (instant: Temporal.Instant, nodes: number): EpochMilliseconds =>
    instant.epochMilliseconds - leadFor(input, nodes, fleet.size) - earlier;
  const present = now.epochMilliseconds;
  const dueNow = ({ instant, need }: NeedAt, nodes: number): number => {
    if (!need.isEach) return before(instant, nodes) <= present ? nodes : 0;
    const beforeMs = instant.epochMilliseconds - shift - present;
    return startedNowFor(input, { nodes, poolSize: fleet.size, beforeMs });
  };
  const dueFrom = ({ instant, need }: NeedAt, nodes: number): EpochMilliseconds =>
    need.isEach
      ? Math.max(present + 1, instant.epochMilliseconds - leadForKnown(input, nodes, fleet.size) - earlier)
      : before(instant, nodes);
  const due: NeedAt[] = [];
  const near: NeedAt[] = [];
  let next = Number.POSITIVE_INFINITY;
  let most = ready;
  for (const instant of requestEdges(input, now)) {
    if (next < before(instant, fleet.size)) break;
    const need = neededCapacityAt(input, instant, fleet.size);
    const allowedFrom = before(instant, 1);
    if (allowedFrom <= present) near.push({ instant, need });
    else next = Math.min(next, allowedFrom);
    if (need.min <= most) continue;
    const missing = Math.max(1, need.min - fleet.ready - fleet.starting);
    const starting = dueNow({ instant, need }, missing);
    if (starting < missing) next = Math.min(next, dueFrom({ instant, need }, missing));
    if (starting === 0) continue;
    const min = need.min - (missing - starting);
    due.push({ instant, need: { ...need, min, keep: Math.max(min, need.keep - (missing - starting)) } });
    most = Math.max(most, min);
  }
  return { due, near, next: Number.isFinite(next) ? instantOf(next) : undefined };
}

function largest(needs: readonly NeedAt[], size: (need: NeededCapacity) => number): NeedAt {
  const [first, ...rest] = needs;
  if (first === undefined) throw new Error('Something is requested at every instant, if only nothing.');
  return rest.reduce((best, one) => (size(one.need) > size(best.need) ? one : best), first);
}

import { Temporal } from 'temporal-polyfill';
import type { LateEdge, PoolMemory } from '../memory/memory.ts';
import { describeDuration } from '../time/describe-duration.ts';
import { isBefore, isOver } from '../time/instants.ts';
import type { CapacityRequests } from './input/capacity.ts';
import type { Fleet } from './input/fleet.ts';
import { requestEdges, requestedCapacityAt } from './requested-capacity.ts';

/** Whether the nodes that an edge asked for were ready at it. */
export interface ReadinessScore {
  readonly edge: Temporal.Instant;
  readonly needed: number;
  readonly ready: number;
  /** `on-time` at the edge; `late` at the edge, and `caught-up` when they were ready after all; `missed` when the next edge came first. */
  readonly verdict: 'on-time' | 'late' | 'caught-up' | 'missed';
  /** One sentence for people. */
  readonly reason: string;
}

/** What is scored: a pool as it was found at an instant. */
export interface Scoring extends CapacityRequests {
  readonly memory: PoolMemory;
  readonly fleet: Fleet;
  readonly now: Temporal.Instant;
}

/** An edge is scored at the first evaluation after it, if that is not much later; else nobody can tell what was ready at it. */
export const LONGEST_LOOK = Temporal.Duration.from({ minutes: 5 });

/**
 * Scores the edges since the last look at which more nodes had to be ready than before, and an edge that was late before.
 * What is asked for is what schedules and overrides ask; work that waits has no edge.
 */
export function scoreReadiness(scoring: Scoring): {
  readonly scores: readonly ReadinessScore[];
  readonly late: LateEdge | undefined;
} {
  const { memory, fleet, now } = scoring;
  const fresh = risenEdge(scoring);
  const old = memory.late;
  const scores: ReadinessScore[] = [];
  if (old !== undefined && fleet.ready >= old.needed) scores.push(scoreOf(old, fleet, { verdict: 'caught-up', now }));
  else if (old !== undefined && isAskedNoMore(old, scoring))
    scores.push(scoreOf(old, fleet, { verdict: 'missed', now }));
  const stillLate = scores.length > 0 ? undefined : old;
  if (fresh === undefined) return { scores, late: stillLate };
  const isReady = fleet.ready >= fresh.needed;
  scores.push(scoreOf(fresh, fleet, { verdict: isReady ? 'on-time' : 'late', now }));
  return { scores, late: isReady ? undefined : fresh };
}

function risenEdge(scoring: Scoring): LateEdge | undefined {
  const { memory, fleet, now } = scoring;
  const { lookedAt } = memory;
  if (lookedAt === undefined) return undefined;
  const since = isOver(lookedAt, LONGEST_LOOK, now) ? now.subtract(LONGEST_LOOK) : lookedAt;
  const edges = requestEdges(scoring, since).filter((edge) => !isBefore(now, edge));
  const at = edges.at(-1);
  if (at === undefined) return undefined;
  const before = requestedCapacityAt(scoring, since, fleet.size);
  const after = requestedCapacityAt(scoring, at, fleet.size);
  return after.min > before.min ? { at, needed: after.min, because: after.because.join(' and ') } : undefined;
}

/** Is what was late no longer asked for? */
function isAskedNoMore({ needed }: LateEdge, scoring: Scoring): boolean {
  return requestedCapacityAt(scoring, scoring.now, scoring.fleet.size).min < needed;
}

function scoreOf(
  { at, needed, because }: LateEdge,
  { ready }: Fleet,
  { verdict, now }: Pick<ReadinessScore, 'verdict'> & { readonly now: Temporal.Instant },
): ReadinessScore {
  const after = isBefore(at, now) ? describeDuration(at.until(now)) : '0 s';
  const reason = {
    'on-time': `${needed} had to be ready (${because}), ${ready} were`,
    late: `${needed} had to be ready (${because}), only ${ready} were`,
    'caught-up': `${needed} had to be ready at ${at} (${because}), they were ${after} later`,
    missed: `${needed} had to be ready at ${at} (${because}), they never were; ${ready} are`,
  }[verdict];
  return { edge: at, needed, ready, verdict, reason };
}

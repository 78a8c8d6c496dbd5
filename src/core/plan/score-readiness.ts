import { Temporal } from 'temporal-polyfill';
import type { LateEdge, PoolMemory } from '../memory/memory.ts';
import { describeDuration } from '../time/describe-duration.ts';
import { isBefore, isOver } from '../time/instants.ts';
import type { CapacityRequests } from './input/capacity.ts';
import type { Fleet } from './input/fleet.ts';
import { requestEdges, requestedCapacityAt } from './requested-capacity.ts';

/** Were the nodes that an edge requires ready at that edge? */
export interface ReadinessScore {
  readonly edge: Temporal.Instant;
  readonly needed: number;
  readonly ready: number;
  /**
   * `on-time`: ready at the edge. `late`: not ready at the edge. `caught-up`: ready later, after `late`. `missed`: not ready
   * before the next edge.
   */
  readonly verdict: 'on-time' | 'late' | 'caught-up' | 'missed';
  /** One sentence for people. */
  readonly reason: string;
}

/** The input of a score: a pool as it was read at an instant. */
export interface Scoring extends CapacityRequests {
  readonly memory: PoolMemory;
  readonly fleet: Fleet;
  readonly now: Temporal.Instant;
}

/**
 * An edge is scored at the first evaluation after it, if that comes within this time. Later, nobody can tell what was ready at
 * the edge.
 */
export const LONGEST_LOOK = Temporal.Duration.from({ minutes: 5 });

/**
 * Scores the edges since the last look that require more nodes than before, and edges that were late. Only schedules and
 * overrides have edges; waiting work has none.
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

/** Is the capacity of a late edge no longer requested? */
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

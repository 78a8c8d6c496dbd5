import { type Amount, describeAmount, nodesIn } from '../schedule/amount.ts';
import type { NodeHealth, NodeVerdict } from './judge-node.ts';
import type { Trouble } from './trouble.ts';

/** The statuses of `application/health+json`. */
export type HealthStatus = 'pass' | 'warn' | 'fail';

/** The verdict on a pool. */
export interface PoolHealth {
  readonly status: HealthStatus;
  /** The reasons, one sentence each; the first has the numbers. */
  readonly reasons: readonly string[];
  readonly counts: Readonly<Record<NodeVerdict, number>>;
  /** Nodes that are excluded, by state. */
  readonly excluded: Readonly<Record<string, number>>;
  /** Nodes that are on, without the excluded ones. */
  readonly on: number;
  /** How many of them must be healthy. */
  readonly needed: number;
  /** Is the share of healthy nodes computed from those that were asked? */
  readonly sampled: boolean;
}

/** The smallest sample from which a share is computed. */
export const SMALLEST_SAMPLE = 30;

/**
 * Judges a pool by its nodes. It passes if enough of the nodes that are on are certainly healthy, fails if not enough can be,
 * and warns in between. Excluded nodes do not count, so a pool that is off passes; an absolute number is limited to the nodes
 * that are on. For a large pool, a share is computed from the nodes that were asked recently: 5 of 50 asked ones are as good as
 * 20 of 200.
 */
export function judgePool(nodes: readonly NodeHealth[], minHealthy: Amount): PoolHealth {
  const counts = countVerdicts(nodes);
  const on = nodes.length - counts.excluded;
  const needed = Math.min(on, nodesIn(minHealthy, on));
  const { healthy, unknown, sampled } = estimate(nodes, counts, minHealthy);
  const status = healthy >= needed ? 'pass' : healthy + unknown < needed ? 'fail' : 'warn';
  const isOdd = nodes.some(({ findings }) => findings.some(({ kind }) => NOTED.has(kind)));
  return {
    status: status === 'pass' && isOdd ? 'warn' : status,
    reasons: [
      summary({ counts, on, needed, sampled }, minHealthy),
      ...(sampled ? [`assessed from a sample: ${counts['not-asked']} of ${on} were not probed recently`] : []),
      ...(isOdd ? ['some nodes have extensions that are not as declared'] : []),
    ],
    counts,
    excluded: countStates(nodes),
    on,
    needed,
    sampled,
  };
}

/** A pool whose nodes cannot be started does not pass, however many are on: the others may be missing when they are needed. */
export function withTrouble(health: PoolHealth, { broken }: Trouble): PoolHealth {
  const ofPool = broken.flatMap(({ nodeId, what, since }) =>
    nodeId === undefined ? [`${what}${since === undefined ? '' : `, since ${since}`}`] : [],
  );
  if (ofPool.length === 0) return health;
  return {
    ...health,
    status: health.status === 'pass' ? 'warn' : health.status,
    reasons: [...health.reasons, ...ofPool],
  };
}

const NOTED: ReadonlySet<string> = new Set(['unexpected', 'wrong-version']);

function countVerdicts(nodes: readonly NodeHealth[]): Readonly<Record<NodeVerdict, number>> {
  const counts = { healthy: 0, unhealthy: 0, unknown: 0, 'not-asked': 0, excluded: 0 };
  for (const { verdict } of nodes) counts[verdict]++;
  return counts;
}

function countStates(nodes: readonly NodeHealth[]): Readonly<Record<string, number>> {
  const excluded = Map.groupBy(
    nodes.filter(({ verdict }) => verdict === 'excluded'),
    ({ state }) => state,
  );
  return Object.fromEntries([...excluded].map(([state, group]) => [state, group.length]));
}

/** The healthy nodes, and those that might be. In a sample, the nodes that were not asked count in the same proportion. */
function estimate(
  nodes: readonly NodeHealth[],
  { healthy, unknown, 'not-asked': notAsked }: PoolHealth['counts'],
  minHealthy: Amount,
): { readonly healthy: number; readonly unknown: number; readonly sampled: boolean } {
  const asked = nodes.filter(isAnswered).length;
  const sampled = minHealthy.kind === 'share' && notAsked > 0 && asked >= SMALLEST_SAMPLE;
  if (!sampled) return { healthy, unknown: unknown + notAsked, sampled };
  const all = asked + notAsked;
  const open = nodes.filter((node) => node.verdict === 'unknown' && isAnswered(node)).length;
  return {
    healthy: Math.floor((healthy * all) / asked),
    unknown: unknown - open + Math.ceil((open * all) / asked),
    sampled,
  };
}

/** Does the verdict come from a recent answer? */
function isAnswered({ verdict, askedAt, stale, state }: NodeHealth): boolean {
  return askedAt !== undefined && !stale && verdict !== 'excluded' && (state === 'idle' || state === 'running');
}

function summary(
  { counts, on, needed }: Pick<PoolHealth, 'counts' | 'on' | 'needed' | 'sampled'>,
  minHealthy: Amount,
): string {
  const others = [
    [counts.unhealthy, 'unhealthy'],
    [counts.unknown, 'unknown'],
    [counts['not-asked'], 'not probed recently'],
  ] as const;
  const rest = others.filter(([count]) => count > 0).map(([count, word]) => `, ${count} ${word}`);
  if (on === 0) return counts.excluded === 0 ? 'the pool has no nodes' : `no node is on: ${counts.excluded} excluded`;
  const want = `${needed} must be (${describeAmount(minHealthy)})`;
  return `${counts.healthy} of ${on} nodes that are on are healthy${rest.join('')}; ${want}`;
}

import { isInTrouble, isReadyState, NODE_STATES } from '../pool/node-state.ts';
import type { NodeCounts } from '../pool/pool-due.ts';
import type { HealthStatus } from './judge-pool.ts';

/** What is known of a pool without reading its nodes. */
export interface CountedPool {
  /** The nodes that take part, by state. */
  readonly counts: NodeCounts;
  /** Nodes that must be ready now; `undefined` without a policy that enforces. */
  readonly min: number | undefined;
  /** Why it is not known what applies to the pool. */
  readonly doubt: string | undefined;
}

/**
 * The health of a pool by its counts: it fails if fewer nodes are ready than required, and warns if nodes need a repair or if it
 * is not known what is required.
 */
export function judgeCounts({ counts, min, doubt }: CountedPool): {
  readonly status: HealthStatus;
  readonly output: string;
} {
  const sum = (matches: (state: (typeof NODE_STATES)[number]) => boolean) =>
    NODE_STATES.filter(matches).reduce((total, state) => total + (counts[state] ?? 0), 0);
  const [ready, broken] = [sum(isReadyState), sum(isInTrouble)];
  const needed = min === undefined ? '' : ` of ${min} that must be`;
  const output = [
    `${ready}${needed} ready`,
    ...(broken === 0 ? [] : [`${broken} that only a repair makes usable`]),
    ...(doubt === undefined ? [] : [`the pool is left alone: ${doubt}`]),
  ];
  const isOdd = broken > 0 || doubt !== undefined;
  const status = min !== undefined && ready < min ? 'fail' : isOdd ? 'warn' : 'pass';
  return { status, output: output.join(', ') };
}

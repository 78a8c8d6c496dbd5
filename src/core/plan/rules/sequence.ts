import { TICK } from '../../pool/tick.ts';
import { counted } from '../../text/counted.ts';
import type { DecidingRule, ExplainView, Limit, LimitInput } from '../input/deciding-rule.ts';
import { explainOwn } from '../input/explain-own.ts';
import type { FollowingPool, PrecedingPool } from '../input/sequence.ts';

/**
 * A pool is started only after the pools that it depends on are ready, and goes off only after those that depend on it are off.
 */
export const sequenceRule = {
  name: 'sequence',
  decides: 'whether other pools must be ready, or off, before this one is started or deallocated',
  limits: (act, input) =>
    act === 'start' ? startLimit(input) : act === 'deallocate' ? deallocateLimit(input) : undefined,
  explains: (view) =>
    explainOwn(view.own, 'pools are started and deallocated in the order of their policies', {
      says: describe(view),
      why: 'no act waits for another pool',
    }),
  wouldChange: ({ sequence: { preceding, following } }) =>
    [
      ...preceding
        .filter(isMissing)
        .map(
          ({ poolId, needed }) =>
            `${counted(needed, 'node')} of the pool ${poolId} ${needed === 1 ? 'is' : 'are'} ready`,
        ),
      ...following.filter(isInTheWay).map(({ poolId }) => `the pool ${poolId} is off`),
    ].join('; ') || undefined,
} as const satisfies DecidingRule;

function isMissing({ ready, needed, unknown }: PrecedingPool): boolean {
  return unknown !== undefined || ready < needed;
}

function isInTheWay({ on, unknown }: FollowingPool): boolean {
  return unknown !== undefined || on > 0;
}

/** A change of other pools is not visible in this one, so it is evaluated at each tick. */
function waiting(acts: number, because: string, { now }: LimitInput): Limit {
  return { acts, because, resumesAt: now.add(TICK) };
}

function startLimit(input: LimitInput): Limit | undefined {
  const missing = input.sequence.preceding.find(isMissing);
  return missing && waiting(0, `it depends on ${stateOf(missing)}`, input);
}

/** Nodes that the other pools do not need may go off at once. If their need is not known, no node goes off. */
function deallocateLimit(input: LimitInput): Limit | undefined {
  const { preceding, following } = input.sequence;
  const unknown = [...preceding, ...following].find((pool) => pool.unknown !== undefined);
  if (unknown !== undefined)
    return waiting(
      0,
      `nothing is deallocated while the pool ${unknown.poolId} is not known: ${unknown.unknown}`,
      input,
    );
  const [most] = following.filter(isInTheWay).toSorted((a, b) => b.needs - a.needs);
  if (most === undefined) return undefined;
  const { poolId, on, needs } = most;
  const because = `${needs} must stay ready for the pool ${poolId}, which depends on it and has ${on} on`;
  return waiting(Math.max(0, input.ready - needs), because, input);
}

function stateOf({ poolId, ready, needed, unknown }: PrecedingPool): string {
  return unknown === undefined
    ? `the pool ${poolId}, of which ${needed} must be ready and ${counted(ready, 'is', 'are')}`
    : `the pool ${poolId}, which is not known: ${unknown}`;
}

function describe({ sequence: { preceding, following } }: ExplainView): string {
  const parts = [
    ...preceding.map((pool) => `it depends on ${stateOf(pool)}`),
    ...following.map(({ poolId, on, unknown }) => `the pool ${poolId} depends on it: ${unknown ?? `${on} on`}`),
  ];
  return parts.length === 0 ? 'the pool depends on no other, and no other on it' : parts.join('; ');
}

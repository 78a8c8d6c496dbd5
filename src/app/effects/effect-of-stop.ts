import { effectivePolicyFor } from '../../core/plan/effective-policy.ts';
import type { PoolName } from '../../core/pool/pool-name.ts';
import { describeError } from '../../core/text/describe-error.ts';
import type { HasOpenRequests, ListedRequests, OpenRequest } from '../../ports/open-requests.ts';
import { readDocuments } from '../documents/read-documents.ts';
import { type LookAtPoolPorts, lookAtPool } from '../pools/look-at-pool.ts';
import { changedPools } from './changed-pools.ts';
import type { Effect, EffectiveAct } from './effect.ts';
import { describeActs } from './effect.ts';

type Ports = LookAtPoolPorts & HasOpenRequests;

/** The acts in a pool are known only after reading its nodes, so they are computed for at most this many pools. */
const POOLS_LOOKED_AT = 20;

/**
 * The effect of an emergency stop, or of its end: the pools whose policy no longer acts, or acts again; the acts that the next
 * evaluation makes or omits; and the requests of people that end. Nothing is done.
 */
export async function effectOfStop(
  ports: Ports,
  wanted: { readonly actor: string; readonly reason: string } | 'end',
): Promise<Effect> {
  const now = await ports.clock.now();
  const before = await readDocuments(ports, now);
  const after =
    wanted === 'end'
      ? { ...before, stop: undefined }
      : { ...before, stop: before.stop ?? { at: now.toString(), ...wanted } };
  const { pools, unknown } = await changedPools(ports, { before, after, now });
  const looked = pools.slice(0, POOLS_LOOKED_AT);
  // The decision is made without the stop in both cases: its acts are those that the stop holds back.
  const held = await Promise.all(looked.map((pool) => actsWithoutStop(ports, pool)));
  const acts = held.flatMap((found) => (typeof found === 'string' ? [] : found));
  const { requests, problems } = wanted === 'end' ? NO_REQUESTS : await ports.openRequests.list();
  return {
    at: now,
    says:
      wanted === 'end' ? sayEnd(pools, acts) : sayStopping(pools, { acts, requests, holds: before.stop !== undefined }),
    pools,
    acts: wanted === 'end' ? acts : [],
    left: [],
    avoided: wanted === 'end' ? [] : acts,
    warnings: [
      ...requests.map(({ pool, action }) => ({
        path: '$',
        message: `the request to ${action} nodes of '${pool.poolId}' that is waiting ends: its remaining acts are not made`,
      })),
      ...[...unknown, ...held.filter((found) => typeof found === 'string'), ...problems].map((message) => ({
        path: '$',
        message,
      })),
      ...(pools.length > looked.length
        ? [{ path: '$', message: `the present acts were determined for ${looked.length} of ${pools.length} pools` }]
        : []),
    ],
  };
}

const NO_REQUESTS: ListedRequests = { requests: [], problems: [] };

/** The acts in a pool; a sentence if they cannot be found out, because a stop must not wait for a pool that cannot be read. */
async function actsWithoutStop(ports: Ports, pool: PoolName): Promise<readonly EffectiveAct[] | string> {
  try {
    const seen = await lookAtPool(ports, pool);
    const documents = await readDocuments(ports, seen.now);
    const plan = await seen.decide(effectivePolicyFor(seen.facts, { ...documents, stop: undefined }));
    return plan.acts.map(({ nodeId, action, reason }) => ({
      node: nodeId,
      action,
      reason: `${pool.poolId}: ${reason}`,
    }));
  } catch (error) {
    return `the present acts in '${pool.poolId}' are not known: ${describeError(error)}`;
  }
}

interface Stopping {
  readonly acts: readonly EffectiveAct[];
  readonly requests: readonly OpenRequest[];
  readonly holds: boolean;
}

function sayStopping(pools: readonly PoolName[], { acts, requests, holds }: Stopping): string {
  if (holds) return 'An emergency stop is in effect already: nothing changes.';
  const waiting = requests.length === 0 ? '' : ` ${requests.length} requests by hand that wait come to their end.`;
  const missed =
    acts.length === 0 ? 'nothing would be done then anyway' : `what is not done then: ${describeActs(acts)}`;
  return `From the next evaluation on ${named(pools)} only ${pools.length === 1 ? 'observes' : 'observe'}; ${missed}.${waiting} Requests to start or deallocate nodes, by hand or by webhooks, are refused.`;
}

function sayEnd(pools: readonly PoolName[], acts: readonly EffectiveAct[]): string {
  return `From the next evaluation on ${named(pools)} ${pools.length === 1 ? 'acts' : 'act'} again: ${describeActs(acts)} then.`;
}

function named(pools: readonly PoolName[]): string {
  return pools.length === 1 ? 'the policy of 1 pool' : `the policies of ${pools.length} pools`;
}

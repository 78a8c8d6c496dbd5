import * as z from 'zod';
import { describePool, describePools, type PoolDescription } from '../../app/pools/describe-pools.ts';
import { ACCOUNT } from '../../documents/fields/azure-names.ts';
import type { Handler } from '../operation.ts';
import { NO_QUERY, POOL_PATH, parsePath, parseQuery } from '../request/parse-params.ts';

/** The account in a path. */
export const ACCOUNT_PATH = z.object({ account: ACCOUNT });

/** GET of all pools of an account: states, capacity now and next, policy, last plan. */
export const listPools: Handler = async (request, ports) => {
  const { account } = parsePath(request, ACCOUNT_PATH);
  parseQuery(request, NO_QUERY);
  const pools = await describePools(ports, account);
  return { jsonBody: { account, pools: pools.map(toPoolView) } };
};

/** GET of one pool of an account. */
export const getPool: Handler = async (request, ports) => {
  const { account, pool } = parsePath(request, POOL_PATH);
  parseQuery(request, NO_QUERY);
  return { jsonBody: toPoolView(await describePool(ports, account, pool)) };
};

/** A pool as JSON shows it. What is not there is `null`, so that every pool has the same members. */
function toPoolView({ facts, counts, nodes, policy, reason, capacity, lastPlan, circuit }: PoolDescription) {
  return {
    account: facts.account,
    id: facts.poolId,
    state: facts.state,
    allocationState: facts.allocationState,
    nodes,
    states: counts,
    policy: policy ?? null,
    reason: reason ?? null,
    capacity: capacity === undefined ? null : toCapacityView(capacity),
    circuit: circuit === undefined ? null : { openedAt: circuit.openedAt.toString(), because: circuit.because },
    lastPlan: lastPlan === undefined ? null : toPlanView(lastPlan),
  };
}

function toCapacityView({ now, next }: NonNullable<PoolDescription['capacity']>) {
  return {
    now: { ...now, max: now.max ?? null },
    next: next === undefined ? null : { ...next, at: next.at.toString(), max: next.max ?? null },
  };
}

function toPlanView({ policy, mode, target, leftAlone, ...plan }: NonNullable<PoolDescription['lastPlan']>) {
  return {
    ...plan,
    policy: policy ?? null,
    mode: mode ?? null,
    target: target === undefined ? null : { ...target, max: target.max ?? null },
    leftAlone: leftAlone ?? null,
  };
}

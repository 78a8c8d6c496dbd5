import * as api from '../../api/pools.ts';
import { describePool, describePools, type PoolDescription } from '../../app/pools/describe-pools.ts';
import { type Operation, operation } from '../serving/operation.ts';
import { troubleView } from './trouble-view.ts';

export const listPools = operation(api.listPools).by(async ({ path: { account }, caller: { sees } }, ports) => {
  const pools = await describePools(ports, account);
  const seen = pools.filter(({ facts: { poolId: pool } }) => sees({ account, pool }));
  return { status: 200, body: { account, pools: seen.map(toPoolView) } };
});

export const getPool = operation(api.getPool).by(async ({ path: { account, pool } }, ports) => ({
  status: 200,
  body: toPoolView(await describePool(ports, account, pool)),
}));

/** The operations on pools. */
export const POOLS: readonly Operation[] = [listPools, getPool];

/** A pool as JSON. A missing value is `null`, so that every pool has the same members. */
function toPoolView({
  facts,
  counts,
  nodes,
  policy,
  reason,
  capacity,
  timeZone,
  price,
  lastPlan,
  circuit,
  trouble,
  quotas,
}: PoolDescription) {
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
    trouble: trouble === undefined ? null : troubleView(trouble, quotas),
    timeZone: timeZone ?? null,
    price: price ?? null,
    lastPlan: lastPlan === undefined ? null : toPlanView(lastPlan),
  };
}

function toCapacityView({ now, next }: NonNullable<PoolDescription['capacity']>) {
  return {
    now: { ...now, max: now.max ?? null },
    next: next === undefined ? null : { ...next, at: next.at.toString(), max: next.max ?? null },
  };
}

function toPlanView({
  policy,
  mode,
  target,
  leftAlone,
  halts = [],
  broken,
  sibling,
  ...plan
}: NonNullable<PoolDescription['lastPlan']>) {
  return {
    ...plan,
    policy: policy ?? null,
    mode: mode ?? null,
    target: target === undefined ? null : { ...target, max: target.max ?? null },
    leftAlone: leftAlone ?? null,
    broken: broken ?? null,
    sibling: sibling ?? null,
    halts: halts.map(({ resumesAt, ...halt }) => ({ ...halt, resumesAt: resumesAt ?? null })),
  };
}

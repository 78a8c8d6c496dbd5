import type { EffectAnswer } from '../../api/effects.ts';
import type { Effect, PoolState } from '../../app/effects/effect.ts';

const MOST_POOLS = 100;
const MOST_NODES = 500;
const MOST_OUTLOOKS = 20;
const MOST_EDGES = 100;

/** An effect as JSON. */
export function toEffectView({ at, says, pools, acts, left, avoided, warnings }: Effect): EffectAnswer {
  return {
    dryRun: true,
    at: at.toString(),
    says,
    pools: pools.slice(0, MOST_POOLS).map(({ account, poolId, before, after }, index) => ({
      account,
      pool: poolId,
      before: { ...toStateView(before), ...(index < MOST_OUTLOOKS && toOutlook(before)) },
      after: { ...toStateView(after), ...(index < MOST_OUTLOOKS && toOutlook(after)) },
    })),
    poolsInAll: pools.length,
    acts: acts.slice(0, MOST_NODES),
    actsInAll: acts.length,
    left: left.slice(0, MOST_NODES),
    leftInAll: left.length,
    avoided: avoided.slice(0, MOST_NODES),
    avoidedInAll: avoided.length,
    warnings,
  };
}

function toStateView({ policy, mode, reason, capacity }: PoolState) {
  return {
    policy: policy ?? null,
    mode: mode ?? null,
    reason: reason ?? null,
    min: capacity?.min ?? null,
    max: capacity?.max ?? null,
    because: [...(capacity?.because ?? [])],
  };
}

function toOutlook({ outlook }: PoolState) {
  if (outlook === undefined) return {};
  const { until, asked, nodeHours, cost } = outlook;
  return {
    outlook: {
      until: until.toString(),
      edges: asked.slice(0, MOST_EDGES).map(({ at, min, max }) => ({ at: at.toString(), min, max: max ?? null })),
      nodeHours: Math.round(nodeHours * 100) / 100,
      ...(cost !== undefined && { cost: Math.round(cost.amount * 100) / 100, currency: cost.currency }),
    },
  };
}

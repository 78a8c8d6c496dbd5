import type { EffectAnswer } from '../../api/effects.ts';
import type { Effect, PoolState } from '../../app/effects/effect.ts';

const MOST_POOLS = 100;
const MOST_NODES = 500;

/** An effect as the API gives it. */
export function toEffectView({ at, says, pools, acts, left, avoided, warnings }: Effect): EffectAnswer {
  return {
    dryRun: true,
    at: at.toString(),
    says,
    pools: pools.slice(0, MOST_POOLS).map(({ account, poolId, before, after }) => ({
      account,
      pool: poolId,
      before: toStateView(before),
      after: toStateView(after),
    })),
    poolsInAll: pools.length,
    acts: acts.slice(0, MOST_NODES),
    actsInAll: acts.length,
    left: left.slice(0, MOST_NODES),
    avoided: avoided.slice(0, MOST_NODES),
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

import type { Broken, Trouble } from '../../core/health/trouble.ts';
import type { AccountQuotas } from '../../ports/account-quotas.ts';

/** Something broken, as JSON. */
export function brokenView({ nodeId, what, since, tried, nextTryAt }: Broken) {
  return {
    node: nodeId ?? null,
    what,
    since: since?.toString() ?? null,
    tried,
    nextTryAt: nextTryAt?.toString() ?? null,
  };
}

/** What is broken in a pool, and its cost, as JSON. */
export function troubleView({ paidNodes, nodeHours, cost, broken }: Trouble, quotas: AccountQuotas | undefined) {
  return {
    nodes: paidNodes,
    nodeHours: rounded(nodeHours),
    cost: costView(cost),
    broken: broken.map(brokenView),
    quotas: quotas === undefined ? null : quotasView(quotas),
  };
}

function quotasView({ dedicatedCores, lowPriorityCores, families, pools }: AccountQuotas) {
  return {
    dedicatedCores: dedicatedCores ?? null,
    lowPriorityCores: lowPriorityCores ?? null,
    families: [...families],
    pools: pools ?? null,
  };
}

function costView(cost: Trouble['cost']) {
  return cost === undefined ? null : { amount: rounded(cost.amount), currency: cost.currency };
}

function rounded(amount: number): number {
  return Math.round(amount * 1e6) / 1e6;
}

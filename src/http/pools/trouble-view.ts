import type { Broken, Trouble } from '../../core/health/trouble.ts';

/** Something that is broken, as JSON shows it. */
export function brokenView({ nodeId, what, since, tried, nextTryAt }: Broken) {
  return {
    node: nodeId ?? null,
    what,
    since: since?.toString() ?? null,
    tried,
    nextTryAt: nextTryAt?.toString() ?? null,
  };
}

/** What is broken in a pool, and what it costs, as JSON shows it. */
export function troubleView({ paidNodes, nodeHours, cost, broken }: Trouble) {
  return { nodes: paidNodes, nodeHours: rounded(nodeHours), cost: costView(cost), broken: broken.map(brokenView) };
}

function costView(cost: Trouble['cost']) {
  return cost === undefined ? null : { amount: rounded(cost.amount), currency: cost.currency };
}

function rounded(amount: number): number {
  return Math.round(amount * 1e6) / 1e6;
}

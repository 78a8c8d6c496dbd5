/** A number of nodes, said outright or as a share of the pool. */
export type Amount =
  | { readonly kind: 'nodes'; readonly nodes: number }
  | { readonly kind: 'share'; readonly percent: number };

/** Shares are counted in millionths of a percent, as whole numbers: 4.4 times 750 is 3300.0000000000005 otherwise. */
const UNITS = 1_000_000;

/**
 * The nodes that an amount means in a pool of `poolSize` nodes. A share is rounded up where there is a fraction of a node, and
 * only there (5 % of 10 nodes is 1 node, 4.4 % of 750 is 33), so that a minimum is never less than it says and a budget above
 * 0 % never comes to a standstill.
 */
export function nodesIn(amount: Amount, poolSize: number): number {
  if (amount.kind === 'nodes') return amount.nodes;
  return Math.ceil((Math.round(amount.percent * UNITS) * poolSize) / (100 * UNITS));
}

/** An amount as documents write it: `10` or `25%`. */
export function describeAmount(amount: Amount): string {
  return amount.kind === 'nodes' ? `${amount.nodes}` : `${amount.percent}%`;
}

/** Is an amount at least another in a pool of any size? All of a pool is at least any number of its nodes. */
export function isAtLeast(a: Amount, b: Amount): boolean {
  if (a.kind === 'nodes') return b.kind === 'nodes' ? a.nodes >= b.nodes : b.percent === 0;
  return b.kind === 'share' ? a.percent >= b.percent : b.nodes === 0 || a.percent === 100;
}

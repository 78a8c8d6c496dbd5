/** A number of nodes, absolute or as a percentage of the pool. */
export type Amount =
  | { readonly kind: 'nodes'; readonly nodes: number }
  | { readonly kind: 'share'; readonly percent: number };

/** Percentages are counted in millionths, as integers: otherwise 4.4 times 750 is 3300.0000000000005. */
const UNITS = 1_000_000;

/**
 * The number of nodes of an amount in a pool of `poolSize` nodes. A percentage is rounded up to whole nodes (5 % of 10 nodes is
 * 1 node, 4.4 % of 750 is 33), so that a minimum is never too low and a budget above 0 % always allows an act.
 */
export function nodesIn(amount: Amount, poolSize: number): number {
  if (amount.kind === 'nodes') return amount.nodes;
  return Math.ceil((Math.round(amount.percent * UNITS) * poolSize) / (100 * UNITS));
}

/** An amount in the syntax of documents: `10` or `25%`. */
export function describeAmount(amount: Amount): string {
  return amount.kind === 'nodes' ? `${amount.nodes}` : `${amount.percent}%`;
}

/** Is an amount at least another in a pool of any size? 100 % is at least any number of nodes. */
export function isAtLeast(a: Amount, b: Amount): boolean {
  if (a.kind === 'nodes') return b.kind === 'nodes' ? a.nodes >= b.nodes : b.percent === 0;
  return b.kind === 'share' ? a.percent >= b.percent : b.nodes === 0 || a.percent === 100;
}

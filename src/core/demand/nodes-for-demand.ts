import { type Amount, nodesIn } from '../schedule/amount.ts';
import type { SlotDemand } from './slot-demand.ts';
import type { TaskLoad } from './task-load.ts';

/** How a pool converts demand to nodes. */
export interface NodesForDemandOptions {
  /** Task slots of each node. If the number is not known, 1 keeps too many nodes rather than too few; nothing is certain then. */
  readonly slotsPerNode: number;
  /**
   * Nodes beyond those that the work needs, as a number or as a percentage of them, rounded up. Without work there is no
   * headroom.
   */
  readonly headroom: Amount | undefined;
}

/**
 * How many nodes must be ready for the waiting and running work: the fewest into which all its tasks fit, and the headroom. At
 * least 1 if anything waits, 0 if there is no work. 9 slots in nodes of 4 are 3 nodes, and 4 with a headroom of 10 %.
 */
export function nodesForDemand(demand: SlotDemand, { slotsPerNode, headroom }: NodesForDemandOptions): number {
  const nodes = leastNodes(demand, Math.max(1, slotsPerNode));
  return nodes === 0 || headroom === undefined ? nodes : nodes + nodesIn(headroom, nodes);
}

/**
 * The fewest nodes of `slotsPerNode` slots into which the tasks fit. The number of slots is not enough: of tasks with 3 slots,
 * only one fits on a node of 4, so ten of them need 10 nodes, not 8. Tasks of different loads can share a node, so nothing is
 * rounded up for each load.
 */
function leastNodes({ waitingSlots, runningSlots, loads }: SlotDemand, slotsPerNode: number): number {
  const bySlots = Math.ceil((waitingSlots + runningSlots) / slotsPerNode);
  const sized = loads.filter(({ tasks }) => tasks > 0).map((load) => ({ ...load, size: sizeOf(load, slotsPerNode) }));
  if (sized.every(({ size }) => size === 1)) return bySlots;
  // All sizes, not only those of the loads: otherwise more work could give fewer nodes.
  const perNode = Array.from({ length: slotsPerNode }, (_, index) => index + 1);
  return Math.max(bySlots, ...perNode.map((fitting) => leastNodesBy(fitting, sized, slotsPerNode)));
}

/** Slots of each task of a load, rounded down from the average, so that no node is started for a guess. */
function sizeOf({ tasks, slots }: TaskLoad, slotsPerNode: number): number {
  return Math.min(slotsPerNode, Math.max(1, Math.floor(slots / tasks)));
}

/**
 * A lower bound for packing, by a dual feasible function: every task counts as a share of a node such that no node can hold
 * more than 1 in all. Where `fitting` tasks of a size fit in a node and not one more, each counts 1/fitting.
 * S. P. Fekete and J. Schepers, New classes of fast lower bounds for bin packing problems, 2001 (function u).
 */
function leastNodesBy(
  fitting: number,
  loads: readonly (TaskLoad & { readonly size: number })[],
  slotsPerNode: number,
): number {
  // In parts of a node, fitting x slotsPerNode to the node, so that the sum is exact.
  const parts = loads.reduce((sum, { tasks, size }) => sum + tasks * partsOf(size, { fitting, slotsPerNode }), 0);
  return Math.ceil(parts / (fitting * slotsPerNode));
}

function partsOf(
  size: number,
  { fitting, slotsPerNode }: { readonly fitting: number; readonly slotsPerNode: number },
): number {
  const stretched = (fitting + 1) * size;
  return stretched % slotsPerNode === 0 ? size * fitting : Math.floor(stretched / slotsPerNode) * slotsPerNode;
}

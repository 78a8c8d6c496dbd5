import { matchesGlob } from '../../glob.ts';
import type { OrderCriterion, OrderPolicy } from '../../policy/policy.ts';
import { byId } from '../../pool/by-id.ts';
import type { NodeSnapshot } from '../../pool/snapshot.ts';
import type { EpochMilliseconds } from '../../time/epoch.ts';

/** Compares two nodes; negative if the first is to be deallocated before the second. */
export type NodeOrder = (a: NodeSnapshot, b: NodeSnapshot) => number;

/**
 * The order in which idle nodes are deallocated, by the policy; among equal nodes, the longest idle first. A missing value
 * never makes a node come first.
 */
export function releaseOrder({ by, nodes }: OrderPolicy): NodeOrder {
  const all = by.includes('longest-idle') ? by : [...by, 'longest-idle' as const];
  const criteria = all.map((criterion) => orderBy(criterion, nodes));
  return firstThatTells([...criteria, byId]);
}

/** The same for running nodes that are to drain; among equal nodes, those with the fewest tasks first. */
export function drainOrder({ by, nodes }: OrderPolicy): NodeOrder {
  const criteria = by.filter((criterion) => criterion !== 'longest-idle').map((criterion) => orderBy(criterion, nodes));
  return firstThatTells([...criteria, fewestTasksFirst, byId]);
}

/** The order in words, for reasons; empty for the default, the longest idle first. */
export function describeOrder({ by }: OrderPolicy): string {
  const said = by.slice(0, by.indexOf('longest-idle') < 0 ? undefined : by.indexOf('longest-idle'));
  return said.length === 0 ? '' : `; ${said.map((criterion) => WORDS[criterion]).join(', then ')} first`;
}

const WORDS = {
  named: 'those that the policy names',
  'most-failures': 'those with the most failed tasks',
  oldest: 'those on for the longest',
  'longest-idle': 'the longest idle',
} as const satisfies Record<OrderCriterion, string>;

function firstThatTells(orders: readonly NodeOrder[]): NodeOrder {
  return (a, b) => {
    for (const order of orders) {
      const told = order(a, b);
      if (told !== 0) return told;
    }
    return 0;
  };
}

function orderBy(criterion: OrderCriterion, nodes: readonly string[]): NodeOrder {
  switch (criterion) {
    case 'named': {
      const place = ({ id }: NodeSnapshot) => {
        const found = nodes.findIndex((pattern) => matchesGlob(pattern, id));
        return found < 0 ? nodes.length : found;
      };
      return (a, b) => place(a) - place(b);
    }
    case 'most-failures':
      return (a, b) => (b.failedTasks ?? 0) - (a.failedTasks ?? 0);
    case 'oldest':
      return (a, b) => earliestFirst(a.bootedAt, b.bootedAt);
    case 'longest-idle':
      return (a, b) => earliestFirst(a.stateSince, b.stateSince);
  }
}

/** An unknown instant sorts last. */
export function earliestFirst(a: EpochMilliseconds | undefined, b: EpochMilliseconds | undefined): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
  return a - b;
}

function fewestTasksFirst(a: NodeSnapshot, b: NodeSnapshot): number {
  const tasks = ({ runningTasks }: NodeSnapshot) => runningTasks ?? Number.MAX_SAFE_INTEGER;
  return tasks(a) - tasks(b);
}

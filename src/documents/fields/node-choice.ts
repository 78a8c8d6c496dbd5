import * as z from 'zod';
import type { NodeChoice } from '../../core/plan/plan-manual-request.ts';
import { NODE } from './azure-names.ts';

/** The most nodes that a request can name: a queue message holds 48 KiB, and a node id has about 75 characters. */
export const MOST_NAMED = 500;

/** Node ids in a request. */
export const NAMED_NODES = z
  .array(NODE, 'a list of node ids is expected')
  .min(1, 'the id of a node is expected')
  .max(MOST_NAMED, `at most ${MOST_NAMED} nodes`);

/** A number of nodes. */
export const NODE_COUNT = z
  .int('a number of nodes is expected')
  .min(1, 'at least one node is expected')
  .max(100_000, 'at most 100000 nodes');

/** All nodes of a pool. */
export const ALL_NODES = z.literal(true, 'true is expected, or nothing');

/** The three ways to select nodes. */
export interface SaidNodes {
  readonly nodes?: unknown;
  readonly count?: unknown;
  readonly all?: unknown;
}

/** Are the nodes selected in exactly one way? */
export function isSaidOnce({ nodes, count, all }: SaidNodes): boolean {
  return [nodes, count, all].filter((one) => one !== undefined).length === 1;
}

/** The fault if they are not. */
export const SAID_ONCE = 'one of nodes, count and all is expected';

/** The selected nodes, from a request that selects them in exactly one way. */
export function toNodeChoice({
  nodes,
  count,
}: {
  readonly nodes?: readonly string[] | undefined;
  readonly count?: number | undefined;
}): NodeChoice {
  if (nodes !== undefined) return { kind: 'named', ids: nodes };
  return count === undefined ? { kind: 'all' } : { kind: 'count', count };
}

/** A selection in the form of a request. */
export function fromNodeChoice(choice: NodeChoice): Readonly<Record<string, unknown>> {
  switch (choice.kind) {
    case 'named':
      return { nodes: choice.ids };
    case 'count':
      return { count: choice.count };
    case 'all':
      return { all: true };
  }
}

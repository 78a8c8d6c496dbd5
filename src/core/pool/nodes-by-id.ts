import { rememberOf } from '../remember.ts';
import type { NodeSnapshot } from './snapshot.ts';

/** The nodes of a list by their ids. What asks for the same list again gets the same map. */
export const nodesById: (nodes: readonly NodeSnapshot[]) => ReadonlyMap<string, NodeSnapshot> = rememberOf(
  (nodes) => new Map(nodes.map((node) => [node.id, node])),
);

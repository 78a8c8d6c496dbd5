import { once, rememberOf } from '../remember.ts';
import type { NodeSnapshot } from './snapshot.ts';

/** The nodes of a pool, by id. */
export type NodesById = Pick<ReadonlyMap<string, NodeSnapshot>, 'get' | 'has'>;

/** Indexes nodes by id at the first lookup; the index is kept as long as the list. */
export const nodesById: (nodes: readonly NodeSnapshot[]) => NodesById = rememberOf((nodes) => {
  const byId = once(() => new Map(nodes.map((node) => [node.id, node])));
  return { get: (id) => byId().get(id), has: (id) => byId().has(id) };
});

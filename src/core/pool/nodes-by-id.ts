import { once, rememberOf } from '../remember.ts';
import type { NodeSnapshot } from './snapshot.ts';

/** The nodes of a pool, to be asked for by id. */
export type NodesById = Pick<ReadonlyMap<string, NodeSnapshot>, 'get' | 'has'>;

/** The nodes of a list by their ids. They are put by id when the first is asked for, and once for whoever asks for the same list. */
export const nodesById: (nodes: readonly NodeSnapshot[]) => NodesById = rememberOf((nodes) => {
  const byId = once(() => new Map(nodes.map((node) => [node.id, node])));
  return { get: (id) => byId().get(id), has: (id) => byId().has(id) };
});

/** Indexes memory of nodes by node id; the first entry of a node counts. */
export function firstByNode<One extends { readonly nodeId: string }>(
  remembered: readonly One[],
): ReadonlyMap<string, One> {
  const first = new Map<string, One>();
  for (const one of remembered) if (!first.has(one.nodeId)) first.set(one.nodeId, one);
  return first;
}

/** What is remembered of nodes by their ids; the first where there is more of one. */
export function firstByNode<One extends { readonly nodeId: string }>(
  remembered: readonly One[],
): ReadonlyMap<string, One> {
  const first = new Map<string, One>();
  for (const one of remembered) if (!first.has(one.nodeId)) first.set(one.nodeId, one);
  return first;
}

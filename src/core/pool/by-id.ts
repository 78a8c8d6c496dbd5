/** Compares by id, so that no result depends on the order in which nodes were listed. */
export function byId(a: { readonly id: string }, b: { readonly id: string }): number {
  return a.id < b.id ? -1 : Number(a.id > b.id);
}

/** Things in the order of their ids. Batch lists nodes in that order, so that most lists are returned as they are. */
export function inOrderOfId<Thing extends { readonly id: string }>(things: readonly Thing[]): readonly Thing[] {
  const isInOrder = things.every(({ id }, index) => index === 0 || (things[index - 1]?.id ?? '') <= id);
  return isInOrder ? things : things.toSorted(byId);
}

/**
 * A shortest list that can be found by leaving out parts of one and that still fails: whole halves first, then quarters, single items
 * last. Delta debugging, after Zeller and Hildebrandt (2002). What does not fail every time fails often enough for `tries` attempts.
 */
export async function shrink<Item>(
  items: readonly Item[],
  fails: (items: readonly Item[]) => Promise<boolean>,
): Promise<readonly Item[]> {
  let left = items;
  let size = Math.ceil(left.length / 2);
  while (size >= 1) {
    const shorter = await firstThatFails(left, size, fails);
    if (shorter !== undefined) left = shorter;
    else if (size === 1) return left;
    else size = Math.ceil(size / 2);
    size = Math.min(size, Math.max(1, left.length));
    if (left.length === 0) return left;
  }
  return left;
}

async function firstThatFails<Item>(
  items: readonly Item[],
  size: number,
  fails: (items: readonly Item[]) => Promise<boolean>,
): Promise<readonly Item[] | undefined> {
  for (let from = items.length; from > 0; from -= size) {
    const without = items.toSpliced(Math.max(0, from - size), Math.min(size, from));
    if (await fails(without)) return without;
  }
  return undefined;
}

import pLimit from 'p-limit';

interface Asked<Item, Result> {
  readonly item: Item;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

/** The most concurrent requests, and the most items of one request. */
export interface GatherLimits {
  readonly atOnce: number;
  readonly most: number;
}

/**
 * Batches concurrent items: a single item is served at once, and items that arrive while requests are in progress are served
 * together in few requests. `serve` returns a promise for each item, in order.
 */
export function gather<Item, Result>(
  { atOnce, most }: GatherLimits,
  serve: (items: readonly Item[]) => readonly Promise<Result>[],
): (item: Item) => Promise<Result> {
  const waiting: Asked<Item, Result>[] = [];
  const limit = pLimit(atOnce);
  const serveWaiting = async () => {
    const asked = waiting.splice(0, most);
    if (asked.length === 0) return;
    const served = serve(asked.map(({ item }) => item));
    await Promise.all(asked.map(({ resolve, reject }, index) => served[index]?.then(resolve, reject)));
  };
  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      void limit(serveWaiting);
    });
}

/** The same by group, such as a partition: items of one group never wait for another. */
export function gatherBy<Item, Result>(
  groupOf: (item: Item) => string,
  begin: () => (item: Item) => Promise<Result>,
): (item: Item) => Promise<Result> {
  const groups = new Map<string, (item: Item) => Promise<Result>>();
  return (item) => {
    const group = groupOf(item);
    const gathered = groups.get(group) ?? begin();
    groups.set(group, gathered);
    return gathered(item);
  };
}

import pLimit from 'p-limit';

interface Asked<Item, Result> {
  readonly item: Item;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

/** How many requests may be under way, and the most that one of them may serve. */
export interface GatherLimits {
  readonly atOnce: number;
  readonly most: number;
}

/**
 * Lets what is asked for while others are served wait for them, and be served together: alone nobody waits, and many cost few
 * requests. `serve` gives a promise for each item, in their order.
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

/** The same for each group, such as a partition: what belongs to one never waits for another. */
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

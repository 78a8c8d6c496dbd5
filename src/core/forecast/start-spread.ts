/** The observed spread of the starts of one request. Times are logarithms of seconds. */
export interface StartSpread {
  /** Requests with nodes that are still starting, and their nodes that are ready. */
  readonly open: readonly OpenRequest[];
  /** The number of nodes beyond the first of each completed request; older ones count less. */
  readonly degrees: number;
  /** The sum of squared deviations from the mean of the request. */
  readonly squares: number;
}

/** The nodes of one request that are ready. */
export interface OpenRequest {
  /** When they were requested, in milliseconds since the epoch. */
  readonly asked: number;
  readonly nodes: number;
  readonly sum: number;
  readonly squares: number;
}

/** A node that is ready. */
export interface ReadyStart {
  readonly asked: number;
  readonly seconds: number;
}

/** Nothing was seen. */
export const NO_SPREAD: StartSpread = { open: [], degrees: 0, squares: 0 };

/** With this many, the spread is known to about a fifth. */
const ENOUGH = 12;
const MOST = 400;
const MOST_OPEN = 20;

/** Adds nodes that have become ready. A request with no node left in `underWay` is complete. */
export function spreadAfter(
  spread: StartSpread,
  ready: readonly ReadyStart[],
  underWay: ReadonlySet<number>,
): StartSpread {
  if (ready.length === 0 && spread.open.length === 0) return spread;
  const open = new Map(spread.open.map((request) => [request.asked, request]));
  for (const { asked, seconds } of ready) {
    const { nodes = 0, sum = 0, squares = 0 } = open.get(asked) ?? {};
    const log = Math.log(Math.max(1, seconds));
    open.set(asked, { asked, nodes: nodes + 1, sum: sum + log, squares: squares + log * log });
  }
  const complete = [...open.values()].filter(({ asked }) => !underWay.has(asked));
  const left = [...open.values()].filter(({ asked }) => underWay.has(asked)).slice(-MOST_OPEN);
  return complete.reduce(withRequest, { ...spread, open: left });
}

/** The standard deviation of the logarithm between nodes of one request; `undefined` until there are enough observations. */
export function knownSpread({ degrees, squares }: StartSpread): number | undefined {
  return degrees < ENOUGH ? undefined : Math.sqrt(squares / degrees);
}

function withRequest(spread: StartSpread, { nodes, sum, squares }: OpenRequest): StartSpread {
  if (nodes < 2) return spread;
  const share = spread.degrees > MOST ? 0.5 : 1;
  return {
    ...spread,
    degrees: spread.degrees * share + nodes - 1,
    squares: spread.squares * share + Math.max(0, squares - (sum * sum) / nodes),
  };
}

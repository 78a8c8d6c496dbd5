import { Temporal } from 'temporal-polyfill';
import { byId } from '../pool/by-id.ts';
import { isAskableState } from '../pool/node-state.ts';
import type { NodeSnapshot } from '../pool/snapshot.ts';
import { isBefore } from '../time/instants.ts';
import { isOfThisBoot } from './judge-node.ts';
import type { Probe } from './probe.ts';

/** A pool whose nodes can be asked. */
export interface VisitablePool {
  readonly poolId: string;
  /** The number of nodes that answer. */
  readonly askable: number;
  /** `undefined` if it was never visited. */
  readonly visitedAt: Temporal.Instant | undefined;
}

/** The fewest nodes that are asked in a visited pool, because the visit has to list its nodes. */
const FEWEST_ASKED = 5;

/**
 * The pools to visit within a number of requests: those that have waited longest, as many as possible with some nodes asked in
 * each. A visit costs one request, and one more for each node.
 */
export function selectPoolsToVisit<Pool extends VisitablePool>(pools: readonly Pool[], calls: number): readonly Pool[] {
  let left = calls;
  return pools.toSorted(longestWaiting).filter(({ askable }) => {
    if (askable === 0 || left < 2) return false;
    left -= 1 + Math.min(askable, FEWEST_ASKED);
    return true;
  });
}

/** What is known of earlier answers of a node. */
export interface AskedNode {
  readonly nodeId: string;
  readonly triedAt: Temporal.Instant;
  readonly probe: Probe | undefined;
}

/** A conclusive answer is not asked for again before this time. */
export const REFRESH = Temporal.Duration.from({ minutes: 5 });

/**
 * The nodes of a pool to ask: those that can answer, and were not asked recently or since they were started, or whose answer
 * was inconclusive. Those that have waited longest come first.
 */
export function selectNodesToAsk<Node extends NodeSnapshot>(
  nodes: readonly Node[],
  asked: ReadonlyMap<string, AskedNode>,
  now: Temporal.Instant,
): readonly Node[] {
  const triedAt = ({ id }: NodeSnapshot) => asked.get(id)?.triedAt.epochMilliseconds ?? Number.NEGATIVE_INFINITY;
  return nodes
    .filter((node) => isAskableState(node.state) && isDue(node, asked.get(node.id), now))
    .toSorted((a, b) => compare(triedAt(a), triedAt(b)) || byId(a, b));
}

/** Takes items from each list in turn, until there are `most` or no more. */
export function takeInTurn<Item>(lists: readonly (readonly Item[])[], most: number): readonly Item[] {
  const longest = Math.max(0, ...lists.map(({ length }) => length));
  return Array.from({ length: longest }, (_, turn) => lists.flatMap((list) => list.slice(turn, turn + 1)))
    .flat()
    .slice(0, Math.max(0, most));
}

function isDue(node: NodeSnapshot, asked: AskedNode | undefined, now: Temporal.Instant): boolean {
  const probe = asked?.probe;
  if (asked === undefined || probe === undefined || !isOfThisBoot(probe, node)) return true;
  // After the clock was set back, nothing counts as recent.
  return isOpen(probe) || isBefore(now, asked.triedAt) || !isBefore(now, asked.triedAt.add(REFRESH));
}

function isOpen({ extensions }: Probe): boolean {
  return extensions.some(
    ({ state, applicationHealth }) =>
      state === 'transitioning' || state === 'unknown' || applicationHealth === 'Initializing',
  );
}

function longestWaiting(a: VisitablePool, b: VisitablePool): number {
  const at = ({ visitedAt }: VisitablePool) => visitedAt?.epochMilliseconds ?? Number.NEGATIVE_INFINITY;
  return compare(at(a), at(b)) || byId({ id: a.poolId }, { id: b.poolId });
}

/** Also compares infinities, whose difference is NaN. */
function compare(a: number, b: number): number {
  return a < b ? -1 : Number(a > b);
}

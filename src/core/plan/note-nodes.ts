import type { Temporal } from 'temporal-polyfill';
import { LONGEST_S, REMEMBERED_STARTS } from '../demand/lead-time.ts';
import type { ManualAct, PoolMemory, Starting } from '../memory/memory.ts';
import { isReadyState } from '../pool/node-state.ts';
import { nodesById } from '../pool/nodes-by-id.ts';
import type { NodeSnapshot } from '../pool/snapshot.ts';
import { START_DEADLINE } from '../pool/start-deadline.ts';
import { isOver } from '../time/instants.ts';
import type { NodesLook } from './input/deciding-rule.ts';
import { rememberAll } from './remember-all.ts';

/** An act of somebody else, and how long its node had shown it when it was noticed: long, if the pool was not looked at meanwhile. */
export interface NoticedAct extends ManualAct {
  readonly seconds: number;
}

/** What reading the nodes of a pool adds to its memory. */
export interface Noted {
  readonly memory: PoolMemory;
  /** Starts and deallocations by somebody else that were noticed now. */
  readonly noticed: readonly NoticedAct[];
}

/**
 * Compares the nodes of a pool with its memory: completed starts give lead times to learn from, and each rule updates its part
 * of the memory.
 */
export function noteNodes(
  memory: PoolMemory,
  nodes: readonly NodeSnapshot[],
  looking: Omit<NodesLook, 'nodes' | 'nodeOf'>,
): Noted {
  const { now, gated } = looking;
  const nodeOf = nodesById(nodes);
  const look: NodesLook = { ...looking, nodes, nodeOf };
  const noted: PoolMemory = {
    ...memory,
    ...rememberAll((part) => part.afterLook?.(memory, look)),
    lookedAt: now,
    starting: memory.starting.filter((start) => isStillStarting(start, nodeOf.get(start.nodeId), now)),
    startSeconds: withStarts(
      memory.startSeconds,
      gated ? [] : memory.starting.flatMap((one) => secondsOf(one, nodeOf)),
    ),
  };
  const known = new Set(memory.manual);
  const noticed = noted.manual
    .filter((act) => !known.has(act))
    .map((act) => ({ ...act, seconds: secondsShown(act, nodeOf.get(act.nodeId), memory.lookedAt) }));
  return { memory: noted, noticed };
}

/** The act came after the last look, at which the node was in its other state. */
function secondsShown(
  { action, noticed }: ManualAct,
  node: NodeSnapshot | undefined,
  lookedAt: Temporal.Instant | undefined,
): number {
  const now = noticed.epochMilliseconds;
  const last = lookedAt?.epochMilliseconds ?? now;
  const shown = [node?.stateSince, action === 'start' ? node?.bootedAt : undefined]
    .filter((moment) => moment !== undefined)
    .filter((moment) => moment >= last);
  return Math.round((now - Math.min(now, ...shown)) / 1000);
}

function withStarts(seconds: readonly number[], more: readonly number[]): readonly number[] {
  return more.length === 0 ? seconds : [...seconds, ...more].slice(-REMEMBERED_STARTS);
}

/** A start that is not visible within the longest start time has failed. */
function isStillStarting({ asked }: Starting, node: NodeSnapshot | undefined, now: Temporal.Instant): boolean {
  return node !== undefined && !isReadyState(node.state) && !isOver(asked, START_DEADLINE, now);
}

function secondsOf({ nodeId, asked, exact }: Starting, nodeOf: NodesLook['nodeOf']): readonly number[] {
  const node = nodeOf.get(nodeId);
  const ready = node !== undefined && exact && isReadyState(node.state) ? node.stateSince : undefined;
  if (ready === undefined) return [];
  const seconds = Math.round((ready - asked.epochMilliseconds) / 1000);
  // If nobody has looked for hours, because Batch was down for example, the node has been ready and run tasks since.
  return seconds <= 0 || seconds > LONGEST_S ? [] : [seconds];
}

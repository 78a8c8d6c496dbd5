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

/** What reading the nodes of a pool adds to its memory. */
export interface Noted {
  readonly memory: PoolMemory;
  /** Starts and deallocations by somebody else that were noticed now. */
  readonly noticed: readonly ManualAct[];
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
  return { memory: noted, noticed: noted.manual.filter((act) => !known.has(act)) };
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

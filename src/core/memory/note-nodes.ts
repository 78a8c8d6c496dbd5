import { Temporal } from 'temporal-polyfill';
import { REMEMBERED_STARTS } from '../demand/lead-time.ts';
import { stillDraining } from '../pool/draining.ts';
import { isReadyState, isStartingState } from '../pool/node-state.ts';
import type { NodeSnapshot } from '../pool/snapshot.ts';
import { START_DEADLINE } from '../pool/start-deadline.ts';
import { isBefore } from '../time/instants.ts';
import type { ManualAct, PoolMemory, Starting } from './memory.ts';

/** When the nodes were looked at, and until when a start or stop by somebody else is to be respected. */
export interface Looking {
  readonly now: Temporal.Instant;
  readonly respectUntil: Temporal.Instant;
  /** Has the policy a gate that started nodes must pass? */
  readonly gated: boolean;
}

/** What a look at the nodes of a pool adds to what is remembered. */
export interface Noted {
  readonly memory: PoolMemory;
  /** Starts and stops of somebody else, seen for the first time. */
  readonly noticed: readonly ManualAct[];
}

/** A spending is of interest for so long: budgets are per hour. */
export const BUDGET_SPAN = Temporal.Duration.from({ hours: 1 });

/**
 * Compares the nodes of a pool with what is remembered of them. Of our own starts those that are ready give a lead time to
 * learn from; a node that was off and is on, or has gone off since the last look, without our asking, was started or
 * stopped by somebody else. At the first look nothing is: who did what before is not known.
 */
export function noteNodes(memory: PoolMemory, nodes: readonly NodeSnapshot[], looking: Looking): Noted {
  const { now, respectUntil, gated } = looking;
  const dedicated = nodes.filter(({ dedicated: isDedicated }) => isDedicated === true);
  const noticed = dedicated.flatMap((node) => manualActOf(node, memory) ?? []);
  const acts = noticed.map((act) => ({ ...act, noticed: now, until: respectUntil }));
  const changed = new Set(acts.map(({ nodeId }) => nodeId));
  const stateOf = new Map(nodes.map((node) => [node.id, node]));
  return {
    noticed: acts,
    memory: {
      ...memory,
      lookedAt: now,
      off: dedicated.filter(isOff).map(({ id }) => id),
      starting: memory.starting.filter((start) => isStillStarting(start, stateOf.get(start.nodeId), now)),
      draining: stillDraining(nodes, now),
      // What somebody has done to a node replaces what was done to it before; a node that has gone takes it along.
      manual: [
        ...memory.manual.filter(
          ({ nodeId, until }) => isBefore(now, until) && stateOf.has(nodeId) && !changed.has(nodeId),
        ),
        ...acts,
      ],
      startSeconds: [
        ...memory.startSeconds,
        ...(gated ? [] : memory.starting.flatMap((start) => secondsOf(start, stateOf))),
      ].slice(-REMEMBERED_STARTS),
      gating: [
        ...memory.gating.filter(({ nodeId }) => isReady(stateOf.get(nodeId))),
        ...(gated ? memory.starting.filter(({ nodeId }) => isReady(stateOf.get(nodeId))) : []).map((start) => ({
          ...start,
          since: now,
        })),
      ],
      retried: memory.retried.filter((nodeId) => stateOf.has(nodeId)),
      failedGate: memory.failedGate.filter(({ nodeId }) => isReady(stateOf.get(nodeId))),
      spent: memory.spent.filter(({ at }) => isBefore(now, at.add(BUDGET_SPAN))),
      canary: memory.canary && afterLook(memory.canary, { stateOf, memory, now }),
    },
  };
}

function manualActOf(node: NodeSnapshot, memory: PoolMemory): Pick<ManualAct, 'nodeId' | 'action'> | undefined {
  const { lookedAt } = memory;
  if (lookedAt === undefined) return undefined;
  const wasOff = memory.off.includes(node.id);
  if (wasOff && isOn(node) && !isAskedFor(memory.starting, node)) return { nodeId: node.id, action: 'start' };
  const wentOff = isOff(node) && !wasOff && node.stateSince !== undefined && isBefore(lookedAt, node.stateSince);
  return wentOff && !isAskedFor(memory.draining, node) ? { nodeId: node.id, action: 'deallocate' } : undefined;
}

function isAskedFor(asked: readonly { readonly nodeId: string }[], { id }: NodeSnapshot): boolean {
  return asked.some(({ nodeId }) => nodeId === id);
}

function isOn({ state }: NodeSnapshot): boolean {
  return isReadyState(state) || isStartingState(state);
}

function isReady(node: NodeSnapshot | undefined): boolean {
  return node !== undefined && isReadyState(node.state);
}

function isOff({ state }: NodeSnapshot): boolean {
  return state === 'deallocated' || state === 'deallocating';
}

/** A start that has not shown within the time that starts may take has failed. */
function isStillStarting({ asked }: Starting, node: NodeSnapshot | undefined, now: Temporal.Instant): boolean {
  return node !== undefined && !isReadyState(node.state) && isBefore(now, asked.add(START_DEADLINE));
}

function secondsOf({ nodeId, asked, exact }: Starting, stateOf: ReadonlyMap<string, NodeSnapshot>): readonly number[] {
  const node = stateOf.get(nodeId);
  const ready = node !== undefined && exact && isReadyState(node.state) ? node.stateSince : undefined;
  if (ready === undefined || !isBefore(asked, ready)) return [];
  return [Math.round(asked.until(ready).total('seconds'))];
}

interface AfterLook {
  readonly stateOf: ReadonlyMap<string, NodeSnapshot>;
  readonly memory: PoolMemory;
  readonly now: Temporal.Instant;
}

/**
 * The canary after a look: proven when one of its nodes is off and none is on its way any more. A node that has stayed on is
 * forgotten, so that another attempt can be made.
 */
function afterLook(canary: PoolMemory['canary'] & object, { stateOf, memory, now }: AfterLook): PoolMemory['canary'] {
  if (canary.proven) return canary;
  const draining = new Set(stillDraining([...stateOf.values()], now).map(({ nodeId }) => nodeId));
  const states = canary.nodes.map((nodeId) => ({ nodeId, state: stateOf.get(nodeId)?.state }));
  const isUnderWay = states.some(({ nodeId, state }) => state === 'deallocating' || draining.has(nodeId));
  // One that was off at the last look has proven it, whatever has become of it since.
  const isProven = states.some(({ nodeId, state }) => state === 'deallocated' || memory.off.includes(nodeId));
  if (isProven && !isUnderWay) return { ...canary, proven: true };
  const waiting = states.filter(({ nodeId, state }) => state === 'deallocating' || draining.has(nodeId) || isProven);
  return waiting.length === 0 ? undefined : { ...canary, nodes: waiting.map(({ nodeId }) => nodeId) };
}

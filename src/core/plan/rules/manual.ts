import type { Temporal } from 'temporal-polyfill';
import { firstByNode } from '../../memory/first-by-node.ts';
import type { ManualAct, PoolMemory } from '../../memory/memory.ts';
import { holdsAt, type Override, pinsOf } from '../../override/override.ts';
import type { PowerAct } from '../../pool/act.ts';
import { isFreshSince } from '../../pool/fresh-state.ts';
import { isReadyState, isStartingState } from '../../pool/node-state.ts';
import type { NodeSnapshot } from '../../pool/snapshot.ts';
import { unwritten } from '../../text/sentence.ts';
import { isBefore } from '../../time/instants.ts';
import type { DecidingRule, NodesLook } from '../input/deciding-rule.ts';
import { explainOwn } from '../input/explain-own.ts';
import type { PlanInput } from '../input/plan-input.ts';

/**
 * An act of a person, or of another system, on a node is respected until the next edge. It is not respected if the policy says
 * so, if an override names the node, or if an override of the pool's capacity was set later.
 */
export const manualRule = {
  name: 'manual',
  decides: 'how long a start or stop by somebody else, or one that a person has requested, is respected',
  vetoes: (input) => {
    const acts = respectedActs(input);
    if (acts.size === 0) return undefined;
    const pinOf = pinsOf(input.override, input.now);
    return (act, { id }) => {
      const manual = acts.get(id);
      if (manual === undefined || manual.action === act) return undefined;
      return pinOf?.(id) === (act === 'start' ? 'on' : 'off') ? undefined : unwritten(describeManual, manual);
    };
  },
  wakesAt: ({ memory }) => memory.manual.map(({ until }) => until),
  remembers: { afterLook: noticeManualActs },
  explains: ({ own, memory }) =>
    explainOwn(own, 'what a person has done is respected until its end', {
      says:
        memory.manual.length === 0
          ? 'nobody has started or deallocated a node by hand'
          : 'no other rule would change a node that a person started or stopped',
      why: 'no act is prevented by it',
    }),
  wouldChange: (view) => {
    const acts = respectedActs(view);
    return (node) => {
      const manual = node && acts.get(node.id);
      return manual && `it is respected until ${manual.until}, or until somebody sets an override`;
    };
  },
} as const satisfies DecidingRule;

/** The acts that are still respected, by node. */
export function respectedActs({
  memory,
  policy,
  override,
  now,
}: Pick<PlanInput, 'memory' | 'policy' | 'override' | 'now'>): ReadonlyMap<string, ManualAct> {
  const last = firstByNode(memory.manual.filter(({ until }) => isBefore(now, until)));
  const isRespected = (manual: ManualAct) =>
    !isSaidLater(override, manual, now) && (manual.by !== undefined || policy.manual === 'respect');
  return new Map([...last].filter(([, manual]) => isRespected(manual)));
}

function describeManual({ action, by, noticed, until }: ManualAct): string {
  // A request may have found the node as it wants it.
  if (by !== undefined) return `wanted ${action === 'start' ? 'on' : 'off'} by ${by}; in effect until ${until}`;
  const what = action === 'start' ? 'started' : 'deallocated';
  return `${what} by somebody else, noticed at ${noticed}; respected until ${until}`;
}

function isSaidLater(override: Override | undefined, { noticed }: ManualAct, now: Temporal.Instant): boolean {
  return override?.capacity !== undefined && holdsAt(override, now) && !isBefore(override.from, noticed);
}

/**
 * Notices acts of others: a node is on that was deallocated at the last look, or was deallocated since, and this app has not
 * requested it. At the first look nothing is noticed, because earlier acts are not known.
 */
function noticeManualActs(memory: PoolMemory, look: NodesLook): Partial<PoolMemory> {
  const { nodes, nodeOf, now, respectUntil } = look;
  const before = {
    lookedAt: memory.lookedAt,
    off: new Set(memory.off),
    starting: new Set(memory.starting.map(({ nodeId }) => nodeId)),
    stopping: stoppedByUs(memory, look),
  };
  const off: string[] = [];
  const acts: ManualAct[] = [];
  for (const node of nodes) {
    if (node.dedicated !== true) continue;
    if (isOff(node)) off.push(node.id);
    const act = manualActOf(node, before);
    if (act !== undefined) acts.push({ ...act, noticed: now, until: respectUntil });
  }
  const changed = new Set(acts.map(({ nodeId }) => nodeId));
  return {
    off,
    // A new act on a node replaces the earlier one; the acts of a deleted node are removed.
    manual: [
      ...memory.manual.filter(
        ({ nodeId, until }) => isBefore(now, until) && nodeOf.has(nodeId) && !changed.has(nodeId),
      ),
      ...acts,
    ],
  };
}

/**
 * The nodes that this app has requested to deallocate. If a node still shows idle some minutes later, it is decided again and no
 * longer counts as draining. Its request may have arrived nevertheless, so it is watched until the result shows.
 */
function stoppedByUs({ draining, pendingOperations }: PoolMemory, { completions }: NodesLook): ReadonlySet<string> {
  const watched = [...pendingOperations, ...completions].filter(({ action }) => action === 'deallocate');
  return new Set([...draining, ...watched].map(({ nodeId }) => nodeId));
}

/** What was known of the nodes at the last look, by node id. */
interface NodesBefore extends Pick<PoolMemory, 'lookedAt'> {
  readonly off: ReadonlySet<string>;
  /** Nodes that this app has requested to start, and to deallocate. */
  readonly starting: ReadonlySet<string>;
  readonly stopping: ReadonlySet<string>;
}

function manualActOf(
  node: NodeSnapshot,
  { lookedAt, off, starting, stopping }: NodesBefore,
): { nodeId: string; action: PowerAct } | undefined {
  if (lookedAt === undefined) return undefined;
  const wasOff = off.has(node.id);
  if (wasOff && isOn(node) && !starting.has(node.id)) return { nodeId: node.id, action: 'start' };
  // The nodes were read before the decision to which the last look is dated, and the clock of Batch may be behind ours.
  const wentOff = isOff(node) && !wasOff && isFreshSince(node, lookedAt);
  if (!wentOff || stopping.has(node.id)) return undefined;
  // Our own start that has failed. Nobody else can deallocate a starting node: "only if it is in an idle or running state"
  // (https://learn.microsoft.com/rest/api/batchservice/nodes/deallocate-node, api-version 2025-06-01).
  return starting.has(node.id) ? undefined : { nodeId: node.id, action: 'deallocate' };
}

/** Batch itself upgrades the OS: "undergoing an OS upgrade operation" (get-node, api-version 2025-06-01). */
function isOn({ state }: NodeSnapshot): boolean {
  return state !== 'upgradingos' && (isReadyState(state) || isStartingState(state));
}

function isOff({ state }: NodeSnapshot): boolean {
  return state === 'deallocated' || state === 'deallocating';
}

import type { Temporal } from 'temporal-polyfill';
import type { ManualAct, PoolMemory } from '../../memory/memory.ts';
import { holdsAt, type Override, pinOf } from '../../override/override.ts';
import type { PowerAct } from '../../pool/act.ts';
import { isReadyState, isStartingState } from '../../pool/node-state.ts';
import type { NodeSnapshot } from '../../pool/snapshot.ts';
import { isBefore } from '../../time/instants.ts';
import type { DecidingRule, NodesLook } from '../input/deciding-rule.ts';
import { explainOwn } from '../input/explain-own.ts';
import type { PlanInput } from '../input/plan-input.ts';

/**
 * What somebody has done by hand stands until the next edge, unless the policy says otherwise, or an override of this very node,
 * or one of the pool's capacity that was said later: of two words of people the last counts.
 */
export const manualRule = {
  name: 'manual',
  decides: 'how long a start or stop by a person is respected',
  vetoes: (act, node, input) => {
    const manual = respectedAct(node, input);
    if (manual === undefined || manual.action === act) return undefined;
    if (pinOf(input.override, node.id, input.now) === (act === 'start' ? 'on' : 'off')) return undefined;
    const what = manual.action === 'start' ? 'started' : 'deallocated';
    return manual.by === undefined
      ? `${what} by somebody else, noticed at ${manual.noticed}; respected until ${manual.until}`
      : `${what} for ${manual.by}; it holds until ${manual.until}`;
  },
  wakesAt: ({ memory }) => memory.manual.map(({ until }) => until),
  remembers: { afterLook: noticeManualActs },
  explains: ({ own, memory }) =>
    explainOwn(own, 'what a person has done is respected until its end', {
      says:
        memory.manual.length === 0
          ? 'nobody has started or deallocated a node by hand'
          : 'what was done by hand is as the other rules want it',
      why: 'no act is held back for it',
    }),
  wouldChange: (view, node) => {
    const manual = node && respectedAct(node, view);
    return manual && `it is respected until ${manual.until}; an override that is put now counts more`;
  },
} as const satisfies DecidingRule;

function respectedAct(
  { id }: NodeSnapshot,
  { memory, policy, override, now }: Pick<PlanInput, 'memory' | 'policy' | 'override' | 'now'>,
): ManualAct | undefined {
  const manual = memory.manual.find(({ nodeId, until }) => nodeId === id && isBefore(now, until));
  if (manual === undefined || isSaidLater(override, manual, now)) return undefined;
  return manual.by === undefined && policy.manual === 'revert' ? undefined : manual;
}

function isSaidLater(override: Override | undefined, { noticed }: ManualAct, now: Temporal.Instant): boolean {
  return override?.capacity !== undefined && holdsAt(override, now) && !isBefore(override.from, noticed);
}

/**
 * A node that was off and is on, or has gone off since the last look, without our asking, was started or stopped by somebody
 * else. At the first look nothing is: who did what before is not known.
 */
function noticeManualActs(memory: PoolMemory, { nodes, nodeOf, now, respectUntil }: NodesLook): Partial<PoolMemory> {
  const dedicated = nodes.filter((node) => node.dedicated === true);
  const acts = dedicated
    .flatMap((node) => manualActOf(node, memory) ?? [])
    .map((act) => ({ ...act, noticed: now, until: respectUntil }));
  const changed = new Set(acts.map(({ nodeId }) => nodeId));
  return {
    off: dedicated.filter(isOff).map(({ id }) => id),
    // What somebody has done to a node replaces what was done to it before; a node that was deleted takes it along.
    manual: [
      ...memory.manual.filter(
        ({ nodeId, until }) => isBefore(now, until) && nodeOf.has(nodeId) && !changed.has(nodeId),
      ),
      ...acts,
    ],
  };
}

function manualActOf(node: NodeSnapshot, memory: PoolMemory): { nodeId: string; action: PowerAct } | undefined {
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

function isOff({ state }: NodeSnapshot): boolean {
  return state === 'deallocated' || state === 'deallocating';
}

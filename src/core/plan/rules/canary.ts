import type { Canary, PoolMemory } from '../../memory/memory.ts';
import { spentIn } from '../../memory/spending.ts';
import { isDraining } from '../../pool/draining.ts';
import { TICK } from '../../pool/tick.ts';
import { nodesIn } from '../../schedule/amount.ts';
import type { DecidingRule, Limit, LimitInput, MadeActs, NodesLook } from '../input/deciding-rule.ts';
import { explainOwn } from '../input/explain-own.ts';

/**
 * The first deallocations of a policy on a pool are limited to a share of its nodes, until these are deallocated. A policy that
 * only observes shows everything that it would do. If a person has confirmed the number of nodes, there is no canary.
 */
export const canaryRule = {
  name: 'canary',
  decides: 'how many nodes a policy that is new to the pool may deallocate, and remove, at first',
  limits: (act, input) => (act === 'start' ? undefined : canaryLimit(act, input)),
  remembers: { afterLook: canaryAfterLook, afterActs: canaryAfterActs },
  explains: ({ own, memory: { canary }, policy: { id } }) =>
    explainOwn(own, 'the policy has not shown on this pool yet that nodes are deallocated as they should be', {
      says:
        canary?.policyId === id && canary.proven
          ? 'the policy is proven on this pool'
          : 'the policy is new to this pool',
      why: 'no act waits for it',
    }),
  wouldChange: () => 'the first nodes show deallocated; or `canary.confirmed` names how many nodes are stopped',
} as const satisfies DecidingRule;

function canaryLimit(
  act: 'deallocate' | 'remove',
  { policy, memory, poolSize, wanted, now }: LimitInput,
): Limit | undefined {
  const { canary } = memory;
  const isKnown = canary?.policyId === policy.id;
  if (policy.mode === 'observe' || (isKnown && canary.proven)) return undefined;
  const { share, confirmed } = policy.canary;
  const sent = act === 'remove' ? removedWithinADay(memory, now) : isKnown ? canary.nodes.length : 0;
  if (confirmed !== undefined && wanted[act] + sent <= confirmed) return undefined;
  const most = nodesIn(share, poolSize);
  if (most >= poolSize) return undefined;
  return {
    acts: Math.max(0, most - sent),
    because: `the policy is new to this pool: ${most} first, the others when these show deallocated`,
    resumesAt: now.add(TICK),
  };
}

/** A removed node proves nothing about those that stay, so a policy that has deallocated none yet removes one share a day. */
function removedWithinADay({ spent }: PoolMemory, now: LimitInput['now']): number {
  return spentIn(spent, { action: 'remove', span: 'day', now }).nodes;
}

/**
 * The canary is proven when one of its nodes is deallocated and none is still going off. A node that has stayed on is
 * forgotten, so that it can be tried again. So is one whose request may never have arrived: if it goes off, somebody else may
 * have deallocated it.
 */
function canaryAfterLook({ canary }: PoolMemory, { nodeOf, now }: NodesLook): Partial<PoolMemory> {
  if (canary === undefined || canary.proven) return {};
  const isGoing = (nodeId: string) => {
    const node = nodeOf.get(nodeId);
    return node !== undefined && (node.state === 'deallocating' || isDraining(node, now));
  };
  const going = canary.nodes.filter(isGoing);
  const proves = (nodeId: string) =>
    nodeOf.get(nodeId)?.state === 'deallocated' && canary.inDoubt?.includes(nodeId) !== true;
  // A node that was deallocated at an earlier look has shown it, whatever it does now.
  const hasWorked = canary.hasWorked === true || canary.nodes.some(proves);
  if (hasWorked) return { canary: { ...canary, ...(going.length === 0 ? { proven: true } : { hasWorked }) } };
  return { canary: going.length === 0 ? undefined : { ...canary, nodes: going } };
}

function canaryAfterActs({ canary }: PoolMemory, { stopped, doubtful, policyId }: MadeActs): Partial<PoolMemory> {
  if (policyId === undefined || stopped.length === 0) return {};
  const asked = { policyId, stopped, doubtful: stopped.filter((nodeId) => doubtful.includes(nodeId)) };
  return { canary: withNodes(canary?.policyId === policyId ? canary : undefined, asked) };
}

function withNodes(
  canary: Canary | undefined,
  { policyId, stopped, doubtful }: Pick<MadeActs, 'stopped' | 'doubtful'> & { readonly policyId: string },
): Canary {
  if (canary?.proven === true) return canary;
  const before: Canary = canary ?? { policyId, proven: false, nodes: [] };
  // A node that is asked again is in doubt only if this request is.
  const inDoubt = [...(before.inDoubt ?? []).filter((nodeId) => !stopped.includes(nodeId)), ...doubtful];
  return {
    ...before,
    nodes: [...new Set([...before.nodes, ...stopped])],
    inDoubt: inDoubt.length === 0 ? undefined : inDoubt,
  };
}

import { idleNode } from '../pool/idle-node.ts';
import type { NodeSnapshot } from '../pool/snapshot.ts';
import { describeSince } from '../time/describe-duration.ts';
import { type Decision, leave } from './decision.ts';
import type { PoolView } from './proposals.ts';
import { RULES } from './rules.ts';

/** The decision, with its reason, for a node that no rule asks an act for: the first rule that wants it as it is has decided. */
export function whyLeft(node: NodeSnapshot, view: PoolView): Decision {
  const veto = view.fleet.vetoes.get(node.id);
  if (veto !== undefined) return leave(node.id, veto.rule, `${node.state}; ${veto.reason}`);
  for (const { name, keeps } of RULES) {
    const reason = keeps?.(node, view) ?? (name === view.target.minRule ? whyMinimumKeeps(node, view) : undefined);
    if (reason !== undefined) return leave(node.id, name, reason);
  }
  return leave(node.id, 'state', `${node.state}; no rule asks for an act`);
}

function whyMinimumKeeps(node: NodeSnapshot, { fleet, target, now }: PoolView): string | undefined {
  if (node.state === 'deallocated') return `deallocated; enough are ready or on the way: ${target.minBecause}`;
  const idle = idleNode(node, now);
  if (idle === undefined || fleet.ready > target.min) return undefined;
  return `idle for ${describeSince(idle.idleSince, now)}; ${target.minBecause}, ${fleet.ready} are`;
}

import type { Temporal } from 'temporal-polyfill';
import { matchesGlob } from '../glob.ts';
import type { ManualAct, PoolMemory } from '../memory/memory.ts';
import { holdsAt, type Override, pinOf } from '../override/override.ts';
import type { Policy } from '../policy/policy.ts';
import type { PowerAct } from '../pool/act.ts';
import type { NodeSnapshot } from '../pool/snapshot.ts';
import { describeDuration, describeSince } from '../time/describe-duration.ts';
import { isBefore } from '../time/instants.ts';
import type { Rule } from './decision.ts';
import { type Maintenance, stayEnds } from './maintenance.ts';

/** What can stand against touching a node. */
export interface Protection {
  readonly policy: Policy;
  readonly memory: PoolMemory;
  readonly override: Override | undefined;
  readonly maintenance: Maintenance | undefined;
  readonly now: Temporal.Instant;
}

/** A rule that stands against an act on a node, and its reason. */
export interface Objection {
  readonly rule: Rule;
  readonly reason: string;
}

/** Why a node must not be started, or deallocated, whatever the pool needs; `undefined` if nothing stands against it. */
export function objectionTo(act: PowerAct, node: NodeSnapshot, protection: Protection): Objection | undefined {
  const stopping = () => young(node, protection) ?? staying(node, protection);
  return (
    isProtected(node, protection) ??
    pinned(act, node, protection) ??
    (act === 'deallocate' ? waitingAtGate(node, protection) : undefined) ??
    (act === 'deallocate' ? stopping() : undefined) ??
    respected(act, node, protection)
  );
}

/**
 * Why a node must not be started, or deallocated, also where somebody asks for it by hand: what the policy protects in so many
 * words, and what an override has pinned. Without a policy nothing is protected.
 */
export function objectionByHand(
  act: PowerAct,
  node: NodeSnapshot,
  { policy, override, now }: Pick<Protection, 'override' | 'now'> & { readonly policy: Policy | undefined },
): Objection | undefined {
  const protectedBy =
    policy && (isProtected(node, { policy }) ?? (act === 'deallocate' ? young(node, { policy, now }) : undefined));
  return protectedBy ?? pinned(act, node, { override, now });
}

/** Does a node take part at all? Spot nodes can vanish, so nothing relies on them unless the policy says so. */
export function takesPart({ dedicated }: NodeSnapshot, { protect }: Policy): boolean {
  return dedicated === true || (dedicated === false && !protect.spot);
}

function isProtected(node: NodeSnapshot, { policy }: Pick<Protection, 'policy'>): Objection | undefined {
  const { nodes, states } = policy.protect;
  if (nodes.some((pattern) => matchesGlob(pattern, node.id))) return protection('the policy protects this node');
  return states.includes(node.state) ? protection(`the policy protects nodes that are ${node.state}`) : undefined;
}

function pinned(
  act: PowerAct,
  node: NodeSnapshot,
  { override, now }: Pick<Protection, 'override' | 'now'>,
): Objection | undefined {
  const pin = pinOf(override, node.id, now);
  const stands = (act === 'start' && pin === 'off') || (act === 'deallocate' && pin === 'on');
  return stands
    ? { rule: 'override', reason: `kept ${pin} by ${override?.actor} until ${override?.until}` }
    : undefined;
}

/** A node that is on for its maintenance stays on for a while. */
function staying(node: NodeSnapshot, { maintenance, now }: Protection): Objection | undefined {
  const until = maintenance === undefined ? undefined : stayEnds(node, maintenance);
  if (maintenance === undefined || until === undefined || !isBefore(now, until)) return undefined;
  return { rule: 'maintenance', reason: `on until ${until} for the ${maintenance.because}` };
}

/** A node whose gate is not decided, or that is to be seen to because of it, is not let go by other rules. */
function waitingAtGate({ id }: NodeSnapshot, { memory }: Protection): Objection | undefined {
  const failedGate = memory.failedGate.find(({ nodeId }) => nodeId === id);
  if (failedGate !== undefined) return { rule: 'gate', reason: `it has failed its gate: ${failedGate.reason}` };
  const gating = memory.gating.find(({ nodeId }) => nodeId === id);
  return gating && { rule: 'gate', reason: `ready since ${gating.since}, not yet through its gate` };
}

function young({ bootedAt }: NodeSnapshot, { policy, now }: Pick<Protection, 'policy' | 'now'>): Objection | undefined {
  const { youngerThan } = policy.protect;
  if (youngerThan === undefined || youngerThan.sign === 0) return undefined;
  if (bootedAt === undefined) return protection('its age is not known, and the policy protects young nodes');
  return isBefore(now, bootedAt.add(youngerThan))
    ? protection(
        `on for ${describeSince(bootedAt, now)}; the policy protects nodes for their first ${describeDuration(youngerThan)}`,
      )
    : undefined;
}

/**
 * What somebody has done by hand stands until the next edge, unless the policy says otherwise, or an override of this very node,
 * or one of the pool's capacity that was said later: of two words of people the last counts.
 */
function respected(
  act: PowerAct,
  { id }: NodeSnapshot,
  { policy, override, memory, now }: Protection,
): Objection | undefined {
  if (pinOf(override, id, now) === (act === 'start' ? 'on' : 'off')) return undefined;
  const manual = memory.manual.find(({ nodeId, until }) => nodeId === id && isBefore(now, until));
  if (manual === undefined || manual.action === act || isSaidLater(override, manual, now)) return undefined;
  const what = manual.action === 'start' ? 'started' : 'deallocated';
  if (manual.by !== undefined)
    return { rule: 'manual', reason: `${what} for ${manual.by}; it holds until ${manual.until}` };
  if (policy.manual === 'revert') return undefined;
  return {
    rule: 'manual',
    reason: `${what} by somebody else, noticed at ${manual.noticed}; respected until ${manual.until}`,
  };
}

function isSaidLater(override: Override | undefined, { noticed }: ManualAct, now: Temporal.Instant): boolean {
  return override?.capacity !== undefined && holdsAt(override, now) && !isBefore(override.from, noticed);
}

function protection(reason: string): Objection {
  return { rule: 'protection', reason };
}

import type { Temporal } from 'temporal-polyfill';
import type { SharedLimit } from '../limits/shared-limit.ts';
import { firstByNode } from '../memory/first-by-node.ts';
import type { ManualAct, PoolMemory } from '../memory/memory.ts';
import { describeOverride, holdsAt, type Override } from '../override/override.ts';
import type { OrderPolicy, Policy } from '../policy/policy.ts';
import type { PowerAct } from '../pool/act.ts';
import { byId } from '../pool/by-id.ts';
import { isDraining, withDraining } from '../pool/draining.ts';
import { idleDoubt } from '../pool/idle-node.ts';
import { isAllocatedState, isReadyState, isStartingState } from '../pool/node-state.ts';
import type { NodeSnapshot, PoolSnapshot } from '../pool/snapshot.ts';
import { nodesIn } from '../schedule/amount.ts';
import { wordsOf } from '../text/sentence.ts';
import { isBefore } from '../time/instants.ts';
import { type Decision, inWords, leave } from './decision.ts';
import { countsIn } from './fleet-of.ts';
import { askedToStart } from './input/asked-to-start.ts';
import type { Limit } from './input/deciding-rule.ts';
import { takesPart } from './input/fleet.ts';
import { drainOrder, type NodeOrder, releaseOrder } from './input/release-order.ts';
import { sharedLimitOn } from './input/shared-limits.ts';
import { budgetOn } from './rules/budget.ts';
import type { RuleName } from './rules.ts';
import { vetoesOnRequest, vetoOnPool } from './vetoes.ts';

/** Which nodes a person wants to start or deallocate. */
export type NodeChoice =
  | { readonly kind: 'named'; readonly ids: readonly string[] }
  | { readonly kind: 'count'; readonly count: number }
  | { readonly kind: 'all' };

/** A request of a person, and the input of its decision. */
export interface ManualRequest {
  readonly action: PowerAct;
  readonly choice: NodeChoice;
  readonly pool: PoolSnapshot;
  /** The policy with its protection and budgets; `undefined` if the pool has none. */
  readonly policy: Policy | undefined;
  readonly override: Override | undefined;
  readonly memory: PoolMemory;
  /** Limits that pools of an account, or of the app, share. */
  readonly shared: readonly SharedLimit[];
  /** Nodes that were acted on for the same request already, and how many of these acts Batch accepted. */
  readonly done: readonly string[];
  readonly taken: number;
  /** When it was made. What a person does to a node later counts more than what still waits of this request. */
  readonly at: Temporal.Instant;
  readonly now: Temporal.Instant;
}

/** The decision for a request of a person. */
export interface ManualPlan {
  /** Acts, in the order in which they are made. */
  readonly acts: readonly (Decision & { readonly action: PowerAct })[];
  /** Requested nodes that are left as they are, each with its reason. */
  readonly left: readonly Decision[];
  /** How many nodes that were named, or all, are on already, or off: nothing has to be done for them. */
  readonly already: number;
  /** Those of them that the request keeps as they are while it holds; all are among those that are left. */
  readonly held: readonly string[];
  /** How many have to wait for a budget; `undefined` if none has. */
  readonly waiting: { readonly nodes: number; readonly limit: Limit } | undefined;
  /** Why the pool is left alone as a whole. */
  readonly leftAlone: string | undefined;
}

const NOTHING = { acts: [], left: [], already: 0, held: [], waiting: undefined };

/** The plan for a request that is not carried out. */
export function leaveRequest(reason: string): ManualPlan {
  return { ...NOTHING, leftAlone: reason };
}

/**
 * Decides a request of a person to start or deallocate nodes. It takes precedence over the schedules, the work and the idle
 * timeout. It does not override changes that the pool itself makes, the protection of the policy, an override, or the budgets.
 * Idle nodes are deallocated first; a running node finishes its tasks first.
 */
export function planManualRequest(input: ManualRequest): ManualPlan {
  const { pool, choice, done, action } = input;
  const veto = vetoOnPool(pool.facts, input);
  if (veto !== undefined) return leaveRequest(veto.reason);
  const nodes = withDraining(pool.nodes, input.memory.draining);
  const [isChosen, areDone] = [chosenBy(choice), new Set(done)];
  const chosen = nodes.filter(({ id }) => isChosen(id) && !areDone.has(id)).toSorted(byId);
  const known = { vetoOn: vetoesOnRequest(input), asked: askedToStart(input.memory), later: laterActs(input) };
  const vetoes = new Map(chosen.map((node) => [node.id, whyNot(node, input, known)]));
  const able = chosen.filter(({ id }) => vetoes.get(id) === undefined).toSorted(inOrderFor(input));
  const already = choice.kind === 'count' ? [] : chosen.filter((node) => isAlready(node, input, known.asked));
  const wanted = choice.kind === 'count' ? able.slice(0, Math.max(0, choice.count - input.taken)) : able;
  // Percentages and minima refer to the nodes that take part, as in an evaluation.
  const counted = nodes.filter((node) => isCountedIn(node, input.policy));
  const room = roomLeft(input, counted);
  const allowed = within(room, wanted);
  const isAllowed = new Set(allowed);
  const limit = narrowestLimit(input, counted.length);
  const acting = allowed.slice(0, limit?.acts);
  return {
    acts: acting.map(({ id }) => ({ nodeId: id, action, rule: 'manual', reason: 'asked for by hand' })),
    left: [
      // If the request gives only a number of nodes, it does not matter why some nodes were not chosen.
      ...(choice.kind === 'count' ? [] : [...vetoes.values()].filter((veto) => veto !== undefined)),
      ...wanted.filter((node) => !isAllowed.has(node)).map(({ id }) => inWords(leave(id, 'override', room.because))),
    ],
    already: already.length,
    held: already.filter((node) => isHeld(node, input, known)).map(({ id }) => id),
    waiting:
      limit === undefined || acting.length === allowed.length
        ? undefined
        : { nodes: allowed.length - acting.length, limit },
    leftAlone: undefined,
  };
}

function narrowestLimit({ action, policy, ...input }: ManualRequest, poolSize: number): Limit | undefined {
  const limits = [policy && budgetOn(action, { ...input, policy, poolSize }), sharedLimitOn(action, input)];
  return limits.filter((limit) => limit !== undefined).toSorted((a, b) => a.acts - b.acts)[0];
}

type AskedToStart = ReturnType<typeof askedToStart>;

/** Is a node in the request? Ids are compared in any letter case, as in Batch. */
function chosenBy(choice: NodeChoice): (nodeId: string) => boolean {
  if (choice.kind !== 'named') return () => true;
  const ids = new Set(choice.ids.map((id) => id.toLowerCase()));
  return (nodeId) => ids.has(nodeId.toLowerCase());
}

/** Without a policy, Spot nodes do not count. */
function isCountedIn(node: NodeSnapshot, policy: Policy | undefined): boolean {
  return policy === undefined ? node.dedicated === true : takesPart(node, policy);
}

/** What is known for all nodes. */
interface Known {
  readonly vetoOn: ReturnType<typeof vetoesOnRequest>;
  readonly asked: AskedToStart;
  readonly later: ReadonlyMap<string, ManualAct>;
}

/** The opposite acts of people since the request was made, by node. */
function laterActs({ memory, policy, action, at, now }: ManualRequest): ReadonlyMap<string, ManualAct> {
  const isLater = (act: ManualAct) =>
    act.action !== action && isBefore(at, act.askedAt ?? act.noticed) && isBefore(now, act.until);
  const isRespected = ({ by }: ManualAct) => by !== undefined || policy?.manual !== 'revert';
  return firstByNode(memory.manual.filter((act) => isLater(act) && isRespected(act)));
}

function describeLater({ action, by, noticed, askedAt = noticed }: ManualAct): string {
  if (by !== undefined)
    return `wanted ${action === 'start' ? 'on' : 'off'} by ${by} at ${askedAt}, after this request was made`;
  const what = action === 'start' ? 'started' : 'deallocated';
  return `${what} by somebody else, noticed at ${askedAt}, after this request was made`;
}

function whyNot(
  node: NodeSnapshot,
  { action, policy, now }: ManualRequest,
  { vetoOn, asked, later }: Known,
): Decision | undefined {
  const left = (rule: RuleName, reason: string) => inWords(leave(node.id, rule, `${node.state}; ${reason}`));
  if (!isCountedIn(node, policy))
    return left('protection', node.dedicated === false ? 'a Spot node' : 'perhaps a Spot node: it is not known');
  const reason = action === 'start' ? whyNotStart(node, asked, now) : whyNotDeallocate(node, asked, now);
  if (reason !== undefined) return left('state', reason);
  const since = later.get(node.id);
  if (since !== undefined) return left('manual', describeLater(since));
  const veto = vetoOn(action, node);
  return veto && left(veto.rule, wordsOf(veto.reason));
}

function isAlready(node: NodeSnapshot, { action, now }: ManualRequest, asked: AskedToStart): boolean {
  const { id, state } = node;
  if (isDraining(node, now)) return action === 'deallocate';
  const isOn = isReadyState(state) || isStartingState(state) || asked.has(id);
  return action === 'start' ? isOn : !isOn && !isAllocatedState(state);
}

/**
 * Does the request hold for a node that is on, or off, already? "Keep these on until six" is a request to start them. Somebody
 * may have wanted the opposite since, and under the capacity of an override, which applies to numbers of nodes, none is held.
 */
function isHeld(node: NodeSnapshot, request: ManualRequest, { vetoOn, later }: Known): boolean {
  const { action, policy, override, now } = request;
  if (!isCountedIn(node, policy) || later.has(node.id) || vetoOn(action, node) !== undefined) return false;
  return override?.capacity === undefined || !holdsAt(override, now);
}

function whyNotStart(node: NodeSnapshot, asked: AskedToStart, now: Temporal.Instant): string | undefined {
  const { id, state } = node;
  if (isDraining(node, now)) return `asked to deallocate at ${node.askedToGo}; it can be started when it is off`;
  if (state === 'deallocated') {
    const since = asked.get(id);
    return since && `asked to start at ${since} already`;
  }
  return isReadyState(state) || isStartingState(state) ? 'it is on already' : 'only deallocated nodes are started';
}

function whyNotDeallocate(node: NodeSnapshot, asked: AskedToStart, now: Temporal.Instant): string | undefined {
  if (isDraining(node, now)) return `asked to deallocate at ${node.askedToGo} already`;
  if (node.state === 'running') return undefined;
  if (node.state === 'idle') return idleDoubt(node, now);
  const since = asked.get(node.id);
  if (since !== undefined) return `asked to start at ${since}; it can be deallocated when it is on`;
  return isAllocatedState(node.state) ? 'only idle and running nodes are deallocated' : 'it is off already';
}

/**
 * For a deallocation, idle nodes before running ones, in the order of the policy; for a start, the nodes longest in their state
 * first.
 */
function inOrderFor({ action, policy }: ManualRequest): NodeOrder {
  const order = policy?.deallocateOrder ?? NO_ORDER;
  if (action === 'start') return releaseOrder(NO_ORDER);
  const works = ({ state }: NodeSnapshot) => Number(state === 'running');
  const [idle, running] = [releaseOrder(order), drainOrder(order)];
  return (a, b) => works(a) - works(b) || (works(a) === 0 ? idle(a, b) : running(a, b));
}

const NO_ORDER: OrderPolicy = { by: [], nodes: [] };

/** How many nodes may be started or deallocated under an override, of those that count for it. */
interface Room {
  readonly nodes: number;
  readonly because: string;
  counts(node: NodeSnapshot): boolean;
}

const ALL: Room = { nodes: Number.POSITIVE_INFINITY, because: '', counts: () => true };

/** The nodes for which there is room, the first ones first. */
function within({ nodes, counts }: Room, wanted: readonly NodeSnapshot[]): readonly NodeSnapshot[] {
  let left = nodes;
  return wanted.filter((node) => {
    if (!counts(node)) return true;
    left -= 1;
    return left >= 0;
  });
}

/** The room that an override leaves. A person or system has set it, and has not deleted it. */
function roomLeft(request: ManualRequest, nodes: readonly NodeSnapshot[]): Room {
  const { action, override, memory, now } = request;
  if (override?.capacity === undefined || !holdsAt(override, now)) return ALL;
  const { min, max } = override.capacity;
  const because = `${describeOverride(override)}; delete the override first`;
  if (action === 'deallocate') {
    const countsAs = countsIn(request);
    // A node that has not passed its gate is not one of those that must be ready.
    const isReady = (node: NodeSnapshot) => countsAs(node) === 'ready' && !isDraining(node, now);
    return { nodes: nodes.filter(isReady).length - nodesIn(min, nodes.length), because, counts: isReady };
  }
  if (max === undefined) return ALL;
  const asked = askedToStart(memory);
  const allocated = nodes.filter(({ id, state }) => isAllocatedState(state) || asked.has(id)).length;
  return { nodes: nodesIn(max, nodes.length) - allocated, because, counts: () => true };
}

import type { Temporal } from 'temporal-polyfill';
import { noteUse, USE_COUNTS_FOR } from '../../memory/pool-use.ts';
import type { DeallocatedPolicy } from '../../policy/policy.ts';
import { isAllocatedState } from '../../pool/node-state.ts';
import type { NodeSnapshot } from '../../pool/snapshot.ts';
import { isSurelyOff } from '../../pool/surely-off.ts';
import { TICK } from '../../pool/tick.ts';
import { counted } from '../../text/counted.ts';
import { describeDuration, describeMilliseconds } from '../../time/describe-duration.ts';
import { DAY_MILLISECONDS, instantOf, millisecondsIn } from '../../time/epoch.ts';
import { isBefore, nextAfter } from '../../time/instants.ts';
import type { DecidingRule, ExplainView, Explanation, Proposal, Taken } from '../input/deciding-rule.ts';
import { takesPart } from '../input/fleet.ts';
import type { PlanView } from '../input/plan-input.ts';

/**
 * Removes deallocated nodes that are too many, or that have been deallocated for too long, the longest deallocated first. A
 * removal resizes the pool, which is left alone meanwhile. Therefore nodes are removed only if there is no other act, and no
 * node is starting or going off.
 */
export const removalRule = {
  name: 'removal',
  decides: 'which deallocated nodes are removed because they are too many, or have been off for too long',
  proposes: nodesToRemove,
  limits: (act, { now }) => (act === 'remove' ? { ...LARGEST_REQUEST, resumesAt: now.add(TICK) } : undefined),
  wakesAt: ({ pool: { nodes }, policy: { deallocated }, memory, now }) =>
    deallocated === undefined
      ? []
      : [
          deallocated.forAtMost &&
            nextAfter(
              nodes.filter(({ state }) => state === 'deallocated').map(({ stateSince }) => stateSince),
              deallocated.forAtMost,
              now,
            ),
          memory.use?.since.add(USE_COUNTS_FOR),
          ...(memory.use?.peaks ?? []).map(({ day }) => forgottenAt(day)),
        ],
  remembers: {
    afterLook: ({ use }, { nodes, now }) => ({
      use: noteUse(use, nodes.filter(({ state }) => isAllocatedState(state)).length, now),
    }),
  },
  explains: explainRemoval,
  wouldChange: () => 'the policy keeps more deallocated nodes (`deallocated`), or the node is started',
} as const satisfies DecidingRule;

/** https://learn.microsoft.com/rest/api/batchservice/nodes/remove-nodes (api-version 2025-06-01): "a maximum of 100 nodes". */
const LARGEST_REQUEST = { acts: 100, because: 'Batch removes at most 100 nodes a request' };

function nodesToRemove(view: PlanView, taken: Taken): readonly Proposal[] {
  const { policy, fleet, floor } = view;
  if (policy.deallocated === undefined || floor?.kind !== 'known') return [];
  if (taken.acts > 0 || whyNotNow(view) !== undefined) return [];
  const candidates = candidatesOf(view, policy.deallocated);
  const leaving = candidates.slice(0, Math.max(0, fleet.size - floor.nodes));
  const size = `the pool has ${counted(fleet.size - leaving.length, 'node')} then, instead of ${fleet.size}`;
  return leaving.map(({ node, because }) => ({ nodeId: node.id, action: 'remove', reason: `${because}; ${size}` }));
}

/** Why nothing is removed now; `undefined` if nodes may be. */
function whyNotNow({ fleet, target, memory, maintenance }: PlanView): string | undefined {
  if (maintenance !== undefined) return `the ${maintenance.because} is open`;
  if (fleet.starting > 0 || memory.pendingOperations.length > 0) return 'nodes are on their way';
  return fleet.ready < target.min ? `${target.minBecause}, ${fleet.ready} are` : undefined;
}

interface Candidate {
  readonly node: NodeSnapshot;
  readonly because: string;
}

/** The nodes that are certainly deallocated, and are too many or deallocated for too long; the longest deallocated first. */
function candidatesOf({ fleet, pool, policy, memory, now }: PlanView, limits: DeallocatedPolicy): readonly Candidate[] {
  const { atMost, forAtMost } = limits;
  const off = pool.nodes.filter((node) => node.state === 'deallocated' && takesPart(node, policy)).length;
  const tooMany = off - (atMost ?? off);
  const leftByHand = new Set(memory.manual.filter(({ until }) => isBefore(now, until)).map(({ nodeId }) => nodeId));
  return fleet.deallocated
    .filter((node) => isSurelyOff(node, now) && !leftByHand.has(node.id))
    .flatMap((node, place): readonly Candidate[] => {
      const offFor = `deallocated for ${describeMilliseconds(now.epochMilliseconds - (node.stateSince ?? now.epochMilliseconds))}`;
      if (isOffTooLong(node, forAtMost, now))
        return [{ node, because: `${offFor}, at most ${describeDuration(forAtMost)} are kept` }];
      if (place < tooMany) return [{ node, because: `${offFor}; ${off} are deallocated, at most ${atMost} are kept` }];
      return [];
    });
}

function isOffTooLong(
  { stateSince }: NodeSnapshot,
  forAtMost: Temporal.Duration | undefined,
  now: Temporal.Instant,
): forAtMost is Temporal.Duration {
  if (forAtMost === undefined || stateSince === undefined) return false;
  return now.epochMilliseconds - stateSince >= millisecondsIn(forAtMost);
}

function explainRemoval(view: ExplainView): Explanation {
  const { policy, floor, own, fleet } = view;
  if (policy.deallocated === undefined || floor === undefined)
    return { says: 'deallocated nodes stay in the pool', why: 'the policy sets them no limit' };
  const count = candidatesOf(view, policy.deallocated).length;
  const says = `${count} of ${fleet.deallocated.length} deallocated nodes ${count === 1 ? 'exceeds' : 'exceed'} the number or the time that the policy allows`;
  if (own.length > 0) return { says, why: `nothing needs these nodes: ${floor.because}` };
  if (count === 0) return { says, why: 'no node is to be removed' };
  return { says, why: whyNotNow(view) ?? whyFloor(view) };
}

function whyFloor({ floor, fleet }: PlanView): string {
  if (floor?.kind !== 'known') return floor?.because ?? '';
  return fleet.size > floor.nodes
    ? 'another act comes first'
    : `${counted(floor.nodes, 'node stays', 'nodes stay')} in the pool: ${floor.because}`;
}

/** When the use of a day no longer counts. */
function forgottenAt(day: number) {
  return instantOf((day + 8) * DAY_MILLISECONDS);
}

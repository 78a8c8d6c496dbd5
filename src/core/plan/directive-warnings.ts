import type { Temporal } from 'temporal-polyfill';
import type { Announcement } from '../demand/announcement.ts';
import { nodesForDemand } from '../demand/nodes-for-demand.ts';
import type { Override } from '../override/override.ts';
import type { NodeSnapshot, PoolFacts } from '../pool/snapshot.ts';
import { type Amount, nodesIn } from '../schedule/amount.ts';
import { counted } from '../text/counted.ts';
import { isBefore } from '../time/instants.ts';
import type { EffectivePolicy } from './effective-policy.ts';
import { askedCapacityAt } from './next-change.ts';
import { announcedAt } from './rules/demand.ts';
import { nodesTakingPart } from './taking-part.ts';

/** A member of a directive that is accepted and has no effect, or less than it says. */
export interface DirectiveWarning {
  readonly path: string;
  readonly message: string;
}

/** A pool, and the policy that applies to it without the directive. */
export interface DirectedPool {
  readonly facts: PoolFacts;
  readonly nodes: readonly NodeSnapshot[];
  readonly effective: EffectivePolicy;
}

/** What has no effect in an override: more nodes than the pool has, nodes that do not exist, a policy that does not act. */
export function overrideWarnings(override: Override, pool: DirectedPool): readonly DirectiveWarning[] {
  const { capacity, on, off } = override;
  const size = sizeOf(pool);
  return [
    ...policyWarnings(pool),
    ...(capacity === undefined ? [] : tooMany('$.capacity.min', capacity.min, size)),
    ...(capacity?.max === undefined ? [] : tooMany('$.capacity.max', capacity.max, size)),
    ...unknownNodes('on', on, pool.nodes),
    ...unknownNodes('off', off, pool.nodes),
  ];
}

/**
 * What has no effect in an announcement: slots that get no node because schedules, an override or the pool's size leave no
 * room beside those that are announced for the same time already.
 */
export function announcementWarnings(
  announcement: Announcement,
  pool: DirectedPool,
  now: Temporal.Instant,
): readonly DirectiveWarning[] {
  const { effective, facts } = pool;
  if (effective.kind !== 'policy') return policyWarnings(pool);
  const { id, slots, by } = announcement;
  const at = isBefore(by, now) ? now : by;
  const others = announcedAt(effective, at).filter((other) => other.id !== id);
  const before = others.reduce((sum, other) => sum + other.slots, 0);
  const needed = nodesForDemand(
    { waitingSlots: before + slots, runningSlots: 0, loads: [] },
    { slotsPerNode: facts.taskSlotsPerNode ?? 1, headroom: effective.policy.demand?.headroom },
  );
  const size = sizeOf(pool);
  const { max, because } = askedCapacityAt({ effective, facts, poolSize: size }, at);
  const room = Math.min(max ?? size, size);
  if (needed <= room) return policyWarnings(pool);
  const limit =
    max !== undefined && max < size
      ? `at most ${max} may be allocated then (${because.join(' and ')})`
      : `the pool has ${size}`;
  const beside = before === 0 ? '' : ` and the ${before} that are announced already`;
  const message = `${counted(slots, 'slot')}${beside} ${slots + before === 1 ? 'needs' : 'need'} ${counted(needed, 'node')}, and ${limit}: ${room === 0 ? 'nothing is started for them' : `${counted(room, 'is', 'are')} ready for them`}`;
  return [...policyWarnings(pool), { path: '$.slots', message }];
}

function policyWarnings({ effective }: DirectedPool): readonly DirectiveWarning[] {
  if (effective.kind !== 'policy')
    return [{ path: '$', message: `nothing is started or stopped for it: ${effective.reason}` }];
  const { mode, id } = effective.policy;
  if (mode === 'enforce') return [];
  return [{ path: '$', message: `nothing is started or stopped for it: the policy "${id}" only observes` }];
}

function tooMany(path: string, amount: Amount, size: number): readonly DirectiveWarning[] {
  const nodes = nodesIn(amount, size);
  if (nodes <= size) return [];
  return [
    {
      path,
      message: `${counted(nodes, 'node is', 'nodes are')} requested, and the pool has ${size}: no more than that can be on`,
    },
  ];
}

function unknownNodes(
  member: 'on' | 'off',
  ids: readonly string[],
  nodes: readonly NodeSnapshot[],
): readonly DirectiveWarning[] {
  const known = new Set(nodes.map(({ id }) => id.toLowerCase()));
  return ids.flatMap((id, index) =>
    known.has(id.toLowerCase())
      ? []
      : [{ path: `$.nodes.${member}[${index}]`, message: `the pool has no node "${id}"` }],
  );
}

function sizeOf({ nodes, effective }: DirectedPool): number {
  return nodesTakingPart(nodes, effective).length;
}

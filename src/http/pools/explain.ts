import * as api from '../../api/explanation.ts';
import { explainPool as explain, type PoolExplanation } from '../../app/pools/explain-pool.ts';
import type { Announcement } from '../../core/demand/announcement.ts';
import type { PendingSlots } from '../../core/demand/pending-slots.ts';
import { describeAmount } from '../../core/schedule/amount.ts';
import type { Capacity } from '../../core/schedule/schedule.ts';
import { isoText } from '../../core/time/epoch.ts';
import { toInstant } from '../request/to-instant.ts';
import { type Operation, operation } from '../serving/operation.ts';

export const explainPool = operation(api.explainPool).by(
  async ({ path: { account, pool }, query: { node, at } }, ports) => {
    const explanation = await explain(ports, { account, poolId: pool, nodeId: node, at: toInstant(at) });
    return { status: 200, body: toView(explanation) };
  },
);

/** The operations that explain decisions. */
export const EXPLANATIONS: readonly Operation[] = [explainPool];

function toView(explanation: PoolExplanation) {
  const {
    account,
    poolId,
    at,
    policy,
    leftAlone,
    notes,
    target,
    requests,
    announcements,
    work,
    families,
    nextChange,
    rules,
    decisions,
  } = explanation;
  return {
    account,
    pool: poolId,
    at: at.toString(),
    policy: policy ?? null,
    leftAlone: leftAlone ?? null,
    notes,
    target:
      target === undefined
        ? null
        : { min: target.min, max: target.max ?? null, minBecause: target.minBecause, maxBecause: target.maxBecause },
    requests: requests.map(({ because, capacity, priority, counts, why }) => ({
      request: because,
      ...toCapacity(capacity),
      priority,
      counts,
      why,
    })),
    announcements: announcements.map(toAnnouncementView),
    work: work === undefined ? null : toWorkView(work),
    families: families.slice(0, MOST_FAMILIES),
    nextChange: nextChange?.toString() ?? null,
    rules: rules.map(({ wouldChange, ...rule }) => ({ ...rule, wouldChange: wouldChange ?? null })),
    decisions: decisions.map(({ nodeId, action, rule, reason, wouldChange, node }) => ({
      node: nodeId,
      action,
      rule,
      reason,
      wouldChange: wouldChange ?? null,
      facts: {
        state: node?.state ?? null,
        since: node?.stateSince === undefined ? null : isoText(node.stateSince),
        runningTasks: node?.runningTasks ?? null,
        dedicated: node?.dedicated ?? null,
        schedulingEnabled: node?.schedulingEnabled ?? null,
      },
    })),
  };
}

/** An account may have hundreds of families. */
const MOST_FAMILIES = 20;

function toAnnouncementView({ id, slots, by, until, note, actor }: Announcement) {
  return { id, slots, by: by.toString(), until: until.toString(), note, actor };
}

function toWorkView({ certain, possible, unknown, capped, because }: PendingSlots) {
  const { waitingSlots, runningSlots } = certain;
  return { waitingSlots, runningSlots, possibleWaitingSlots: possible.waitingSlots, unknown, capped, because };
}

function toCapacity({ min, max }: Capacity) {
  return { min: describeAmount(min), max: max === undefined ? null : describeAmount(max) };
}

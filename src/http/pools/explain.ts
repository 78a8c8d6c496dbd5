import * as z from 'zod';
import { explainPool, type PoolExplanation } from '../../app/pools/explain-pool.ts';
import type { Announcement } from '../../core/demand/announcement.ts';
import type { PendingSlots } from '../../core/demand/pending-slots.ts';
import { describeAmount } from '../../core/schedule/amount.ts';
import type { Capacity } from '../../core/schedule/schedule.ts';
import { NODE } from '../../documents/fields/azure-names.ts';
import type { Handler } from '../operation.ts';
import { INSTANT_PARAM, POOL_PATH, parsePath, parseQuery } from '../request/parse-params.ts';

/** Of what an explanation is asked for. */
export const EXPLANATION_QUERY = z.strictObject({ node: NODE.optional(), at: INSTANT_PARAM.optional() });

/** GET of why: the decision for each node, or one, now or at another instant; the claims that won and lost, the facts, the next change. */
export const getExplanation: Handler = async (request, ports) => {
  const { account, pool } = parsePath(request, POOL_PATH);
  const { node, at } = parseQuery(request, EXPLANATION_QUERY);
  return { jsonBody: toView(await explainPool(ports, { account, poolId: pool, nodeId: node, at })) };
};

function toView(explanation: PoolExplanation) {
  const {
    account,
    poolId,
    at,
    policy,
    leftAlone,
    notes,
    target,
    claims,
    announcements,
    work,
    nextEdge,
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
    claims: claims.map(({ because, capacity, priority, counts, why }) => ({
      claim: because,
      ...toCapacity(capacity),
      priority,
      counts,
      why,
    })),
    announcements: announcements.map(toAnnouncementView),
    work: work === undefined ? null : toWorkView(work),
    nextChange: nextEdge?.toString() ?? null,
    rules: rules.map(({ wouldChange, ...rule }) => ({ ...rule, wouldChange: wouldChange ?? null })),
    decisions: decisions.map(({ nodeId, action, rule, reason, wouldChange, node }) => ({
      node: nodeId,
      action,
      rule,
      reason,
      wouldChange: wouldChange ?? null,
      facts: {
        state: node?.state ?? null,
        since: node?.stateSince?.toString() ?? null,
        runningTasks: node?.runningTasks ?? null,
        dedicated: node?.dedicated ?? null,
        schedulingEnabled: node?.schedulingEnabled ?? null,
      },
    })),
  };
}

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

import type { Temporal } from 'temporal-polyfill';
import { nextLook } from '../core/pool/next-look.ts';
import { actsOf, leaveAlone, type Plan, planPool } from '../core/pool/plan-pool.ts';
import type { NodeSnapshot, PoolFacts } from '../core/pool/snapshot.ts';
import { lookahead } from '../core/pool/target.ts';
import { type Timeline, timelineOf } from '../core/schedule/timeline.ts';
import type { Documents } from './documents/documents.ts';
import { type Ruling, rulingFor } from './documents/ruling.ts';

/** Beyond the lookahead a schedule is laid out for so long, so that its next edge is in sight: a week, and a day. */
const HORIZON_HOURS = 8 * 24;

/** What is known of a pool when it is decided. */
export interface PoolLook {
  readonly facts: PoolFacts;
  readonly nodes: readonly NodeSnapshot[];
  readonly documents: Documents;
  readonly now: Temporal.Instant;
}

/** What was decided for a pool. */
export interface PoolDecision {
  readonly ruling: Ruling;
  readonly plan: Plan;
  readonly nextLook: Temporal.Instant | undefined;
}

/** Decides for a pool by the documents that hold for it; a pool in doubt is left alone, and so is every node of it. */
export function decidePool({ facts, nodes, documents, now }: PoolLook): PoolDecision {
  const ruling = rulingFor(facts, documents);
  if (ruling.kind !== 'policy') {
    return { ruling, plan: leaveAlone(nodes, ruling.reason, now), nextLook: undefined };
  }
  const until = now.add(lookahead(ruling.policy)).add({ hours: HORIZON_HOURS });
  const timelines: readonly Timeline[] = ruling.schedules.map((schedule) => timelineOf(schedule, now, until));
  const input = { pool: { facts, nodes }, policy: ruling.policy, timelines, now };
  const plan = planPool(input);
  return { ruling, plan, nextLook: nextLook(input, plan) };
}

/** Does a decision ask for acts that are to be made, not only observed? */
export function isToAct({ ruling, plan }: PoolDecision): boolean {
  return ruling.kind === 'policy' && ruling.policy.mode === 'enforce' && actsOf(plan).length > 0;
}

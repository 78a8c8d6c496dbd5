import type { Temporal } from 'temporal-polyfill';
import type { AuditEntry } from '../../core/audit/record.ts';
import type { ManualAct, PoolMemory } from '../../core/memory/memory.ts';
import type { EffectivePolicy } from '../../core/plan/effective-policy.ts';
import { manualUntil } from '../../core/plan/manual-until.ts';
import type { PlannedAct } from '../../core/plan/plan-summary.ts';
import { outcomesFoundOut, rememberActs } from '../../core/plan/remember-acts.ts';
import { EDGES_IN_SIGHT } from '../../core/schedule/edges-in-sight.ts';
import { timelineOf } from '../../core/schedule/timeline.ts';
import type { AskedAct } from '../../ports/act-queue.ts';

/** What was done for a request, and for others that had not come to their end. */
export interface ManualRequestRound {
  readonly asked: AskedAct;
  readonly effective: EffectivePolicy;
  readonly closed: readonly AuditEntry[];
  readonly acts: readonly PlannedAct[];
  readonly now: Temporal.Instant;
  /** Had an evaluation before it not come to its end, so that who has done what since is not known? */
  readonly unfinished: boolean;
}

/** What is remembered of a pool after nodes were started or deallocated by hand: also that it is to be so for a while. */
export function rememberManualRequest(memory: PoolMemory, round: ManualRequestRound): PoolMemory {
  const { asked, closed, acts, now, unfinished } = round;
  const { correlation, actor: by } = asked;
  const found = outcomesFoundOut(closed);
  const made = acts.filter(({ outcome }) => outcome !== undefined);
  const before = unfinished ? { ...memory, lookedAt: undefined } : memory;
  const after = rememberActs(before, [...found, ...made], { at: now, correlation, policyId: undefined });
  const until = asked.until ?? holdsUntil(round);
  const held: readonly ManualAct[] = [...made, ...found.filter((one) => one.correlation === correlation)].flatMap(
    ({ node, outcome }) =>
      node !== undefined && (outcome === 'accepted' || outcome === 'unknown' || outcome === 'unneeded')
        ? [{ nodeId: node, action: asked.action, noticed: now, until, by }]
        : [],
  );
  const nodes = new Set(held.map(({ nodeId }) => nodeId));
  return { ...after, manual: [...after.manual.filter(({ nodeId }) => !nodes.has(nodeId)), ...held] };
}

function holdsUntil({ effective, now }: ManualRequestRound): Temporal.Instant {
  const timelines =
    effective.kind === 'policy' ? effective.schedules.map((one) => timelineOf(one, now, now.add(EDGES_IN_SIGHT))) : [];
  return manualUntil(timelines, now);
}

import type { Temporal } from 'temporal-polyfill';
import { NO_SLOTS, type PendingSlots } from '../../core/demand/pending-slots.ts';
import type { SharedLimit } from '../../core/limits/shared-limit.ts';
import { NO_MEMORY, type PoolMemory } from '../../core/memory/memory.ts';
import { memoryOfPool } from '../../core/memory/memory-of-pool.ts';
import type { Documents } from '../../core/plan/documents.ts';
import { type EffectivePolicy, effectivePolicyFor } from '../../core/plan/effective-policy.ts';
import type { Plan } from '../../core/plan/plan-pool.ts';
import { withScheduledWork } from '../../core/plan/with-scheduled-work.ts';
import type { NodeSnapshot, PoolFacts } from '../../core/pool/snapshot.ts';
import { evaluationBudget } from '../../core/schedule/timeline.ts';
import type { StepBudget } from '../../core/step-budget.ts';
import type { HasBatchReader } from '../../ports/batch.ts';
import type { HasDemandRecords } from '../../ports/demand-records.ts';
import type { HasPoolStateReader } from '../../ports/pool-states.ts';
import type { DocumentSources } from '../documents/read-documents.ts';
import { readDocuments } from '../documents/read-documents.ts';
import { attemptDecision } from '../evaluation/attempt-decision.ts';
import type { HasCountsInTurn } from '../evaluation/count-in-turn.ts';
import type { HasJobsAt } from '../evaluation/jobs-at.ts';
import { sequenceOf } from '../evaluation/sequence-of.ts';
import { readSharedLimits, type SharedLimitPorts } from '../evaluation/shared-limits.ts';
import { siblingsOf } from '../evaluation/siblings-of.ts';
import { workInPool } from '../evaluation/work-in-pool.ts';
import type { HasForecastModels } from '../forecast/forecast-models.ts';
import { forecastNow } from '../forecast/forecast-pool.ts';
import type { PoolWork } from '../forecast/pool-work.ts';
import { poolNotFound, requireAccount } from './require-pool.ts';

/** The ports that lookAtPool uses. */
export type LookAtPoolPorts = DocumentSources &
  HasBatchReader &
  HasCountsInTurn &
  HasDemandRecords &
  HasForecastModels &
  HasJobsAt &
  HasPoolStateReader &
  SharedLimitPorts;

/** The input and the decision of a pool, now or at another instant if its nodes stay as they are. */
export interface SeenPool {
  readonly facts: PoolFacts;
  readonly nodes: readonly NodeSnapshot[];
  readonly memory: PoolMemory;
  readonly now: Temporal.Instant;
  readonly documents: Documents;
  /** The policy and directives that apply. */
  readonly found: EffectivePolicy;
  readonly work: PoolWork;
  /** The limits that the pool shares with others. */
  readonly shared: readonly SharedLimit[];
  /** The step budget that all schedules share in one request about the pool. */
  readonly budget: StepBudget;
  /** Adds the job schedules whose work is known to the policy. */
  withWork(found: EffectivePolicy): EffectivePolicy;
  /** The decision under a policy. */
  decide(found: EffectivePolicy): Promise<Plan>;
}

/** Work at another instant is not known. */
const NOT_ASKED = { kind: 'none', reason: 'it is requested for another instant', documents: [] } as const;

/** The nodes are decided as they are now, and as if all work had ended. */
const UNTIL_THEN: PendingSlots = { ...NO_SLOTS, because: ['the work at another instant is not known'] };

/** Reads a pool as an evaluation does, without acting. @throws AppError AccountNotFound, PoolNotFound */
export async function lookAtPool(
  ports: LookAtPoolPorts,
  {
    account,
    poolId,
    at,
  }: { readonly account: string; readonly poolId: string; readonly at?: Temporal.Instant | undefined },
): Promise<SeenPool> {
  requireAccount(ports, account);
  const pool = { account, poolId };
  const present = await ports.clock.now();
  const now = at ?? present;
  const [facts, nodes, documents, fenced] = await Promise.all([
    ports.batch.getPool(pool),
    ports.batch.listNodes(pool),
    readDocuments(ports, now),
    ports.poolStates.get(pool),
  ]);
  if (facts === undefined || nodes === undefined) throw poolNotFound(pool);
  const found = effectivePolicyFor(facts, documents);
  const asked = (effective: EffectivePolicy) => (at === undefined ? effective : NOT_ASKED);
  const [work, shared, sequence, siblings] = await Promise.all([
    workInPool(ports, { facts, tick: present, nodes }, asked(found)),
    readSharedLimits(ports, account),
    sequenceOf(ports, facts, { documents, nodes }),
    siblingsOf(ports, facts, { documents, now: present }),
  ]);
  const memory = memoryOfPool(fenced?.state.memory ?? NO_MEMORY, facts);
  const budget = evaluationBudget();
  const withWork = (effective: EffectivePolicy) =>
    withScheduledWork(effective, {
      facts,
      schedules: work.schedules,
      jobs: work.jobs,
      demand: memory.demand,
      now,
    });
  return {
    facts,
    nodes,
    memory,
    now,
    documents,
    found,
    work,
    shared,
    budget,
    withWork,
    decide: async (holds) => {
      const forecast = await forecastNow(ports, { ...work, facts, nodes, memory, effective: asked(holds), now });
      const pending = at === undefined ? work.pending : UNTIL_THEN;
      const effective = withWork(holds);
      const look = {
        facts,
        nodes,
        memory,
        pending,
        forecast,
        gates: new Map(),
        shared,
        sequence,
        siblings,
        effective,
        now,
      };
      return (await attemptDecision(ports, { ...look, budget })).plan;
    },
  };
}

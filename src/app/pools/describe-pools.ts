import type { Temporal } from 'temporal-polyfill';
import { type Trouble, troubleIn } from '../../core/health/trouble.ts';
import { type Circuit, NO_MEMORY } from '../../core/memory/memory.ts';
import { memoryOfPool } from '../../core/memory/memory-of-pool.ts';
import { type EffectivePolicy, effectivePolicyFor } from '../../core/plan/effective-policy.ts';
import {
  askedCapacityAt,
  type CapacityFrom,
  type CapacityQuestion,
  nextChangeAfter,
} from '../../core/plan/next-change.ts';
import type { PlanSummary } from '../../core/plan/plan-summary.ts';
import { countsTakingPart, nodesTakingPart } from '../../core/plan/taking-part.ts';
import type { Mode, Price } from '../../core/policy/policy.ts';
import { NO_COUNTS, type NodeCounts } from '../../core/pool/pool-due.ts';
import type { PoolFacts } from '../../core/pool/snapshot.ts';
import type { ResolvedCapacity } from '../../core/schedule/capacity-at.ts';
import { LayoutRefused } from '../../core/schedule/layout-refused.ts';
import { evaluationBudget, LAYOUT_STEPS } from '../../core/schedule/timeline.ts';
import { type StepBudget, stepBudget } from '../../core/step-budget.ts';
import type { AccountQuotas, HasAccountQuotas } from '../../ports/account-quotas.ts';
import type { HasBatchReader } from '../../ports/batch.ts';
import type { HasPoolStateReader, PoolPlan } from '../../ports/pool-states.ts';
import type { DocumentSources } from '../documents/read-documents.ts';
import { readDocuments } from '../documents/read-documents.ts';
import { poolNotFound, requireAccount } from './require-pool.ts';

/** A pool as the API and the dashboard show it. */
export interface PoolDescription {
  readonly facts: PoolFacts;
  /** The nodes that take part, by state; states without nodes are omitted. */
  readonly counts: NodeCounts;
  readonly nodes: number;
  readonly policy: { readonly id: string; readonly mode: Mode; readonly because: string } | undefined;
  /** Why the pool has no policy, or cannot be managed. */
  readonly reason: string | undefined;
  /** Is it not known what applies to the pool, for example because a document cannot be read? Then it is left alone. */
  readonly isInDoubt: boolean;
  readonly capacity:
    | {
        readonly now: ResolvedCapacity;
        /** The next instant at which `min` or `max` differs. */
        readonly next: CapacityFrom | undefined;
      }
    | undefined;
  /** The time zone of the policy's first schedule. */
  readonly timeZone: string | undefined;
  readonly price: Price | undefined;
  readonly lastPlan: PlanSummary | undefined;
  /** The open circuit of the pool's gate; only in the answer for one pool. */
  readonly circuit: Circuit | undefined;
  /** What is broken, and what it costs; `undefined` if nothing is. Only in the answer for one pool. */
  readonly trouble: Trouble | undefined;
  /** The quotas of the account; only in the answer for one pool, if its starts fail. */
  readonly quotas: AccountQuotas | undefined;
}

/** All pools of an account, ordered by id. @throws AppError AccountNotFound */
export async function describePools(
  ports: DocumentSources & HasBatchReader & HasPoolStateReader,
  account: string,
): Promise<readonly PoolDescription[]> {
  requireAccount(ports, account);
  const now = await ports.clock.now();
  const listing = ports.batch.listPools(account);
  const [pools, counts, states, documents] = await Promise.all([
    listing,
    ports.batch.countNodes(account, () => listing),
    ports.poolStates.listPlans(account),
    readDocuments(ports, now),
  ]);
  const stateOf = new Map(states.map((state) => [state.poolId.toLowerCase(), state]));
  const whole = evaluationBudget();
  return pools
    .toSorted((a, b) => (a.poolId < b.poolId ? -1 : 1))
    .map((facts) => {
      const effective = effectivePolicyFor(facts, documents);
      const seen = {
        facts,
        effective,
        counts: countsTakingPart(counts.get(facts.poolId) ?? NO_COUNTS, effective),
        state: stateOf.get(facts.poolId.toLowerCase()),
      };
      return describe(seen, { now, budget: oneOfManyBudget(facts, whole) });
    });
}

/** One pool of an account, with counts from its nodes. @throws AppError AccountNotFound, PoolNotFound */
export async function describePool(
  ports: DocumentSources & HasAccountQuotas & HasBatchReader & HasPoolStateReader,
  account: string,
  poolId: string,
): Promise<PoolDescription> {
  requireAccount(ports, account);
  const pool = { account, poolId };
  const now = await ports.clock.now();
  const [facts, nodes, documents] = await Promise.all([
    ports.batch.getPool(pool),
    ports.batch.listNodes(pool),
    readDocuments(ports, now),
  ]);
  if (facts === undefined || nodes === undefined) throw poolNotFound(pool);
  const fenced = await ports.poolStates.get(facts);
  const effective = effectivePolicyFor(facts, documents);
  const taking = nodesTakingPart(nodes, effective);
  const counts = Object.fromEntries(
    [...Map.groupBy(taking, ({ state }) => state)].map(([state, group]) => [state, group.length]),
  );
  const memory = memoryOfPool(fenced?.state.memory ?? NO_MEMORY, facts);
  const price = effective.kind === 'policy' ? effective.policy.price : undefined;
  const found = troubleIn({ nodes: taking, memory, price, now });
  const trouble = found.broken.length === 0 ? undefined : found;
  // A failed start may have hit a quota. No decision depends on this.
  const quotas = memory.startBackOff === undefined ? undefined : await ports.batch.quotasOf(account);
  return describe(
    { facts, effective, counts, state: fenced?.state, circuit: memory.circuit, trouble, quotas },
    {
      now,
      budget: evaluationBudget(),
    },
  );
}

interface SeenPool {
  readonly facts: PoolFacts;
  readonly effective: EffectivePolicy;
  readonly counts: NodeCounts;
  readonly state: Pick<PoolPlan, 'lastPlan'> | undefined;
  readonly circuit?: Circuit | undefined;
  readonly trouble?: Trouble | undefined;
  readonly quotas?: AccountQuotas | undefined;
}

function describe(
  { facts, effective, counts, state, circuit, trouble, quotas }: SeenPool,
  { now, budget }: { readonly now: Temporal.Instant; readonly budget: StepBudget },
): PoolDescription {
  const present = Object.entries(counts).filter(([, count]) => count > 0);
  const nodes = present.reduce((sum, [, count]) => sum + count, 0);
  const common = {
    facts,
    counts: Object.fromEntries(present),
    nodes,
    lastPlan: state?.lastPlan,
    circuit,
    trouble,
    quotas,
  };
  if (effective.kind !== 'policy')
    return {
      ...common,
      timeZone: undefined,
      price: undefined,
      policy: undefined,
      reason: effective.reason,
      isInDoubt: effective.kind === 'doubt',
      capacity: undefined,
    };
  const { id, mode, price } = effective.policy;
  const terms = { timeZone: effective.schedules[0]?.timeZone, price };
  const capacity = capacityOf({ effective, facts, poolSize: nodes, budget }, now);
  if (capacity instanceof LayoutRefused)
    return {
      ...common,
      ...terms,
      policy: { id, mode, because: effective.because },
      reason: capacity.message,
      isInDoubt: true,
      capacity: undefined,
    };
  return {
    ...common,
    ...terms,
    policy: { id, mode, because: effective.because },
    reason: state?.lastPlan?.leftAlone,
    isInDoubt: false,
    capacity,
  };
}

/** The steps that each schedule may use outside the shared budget when several pools are described. */
const MODEST_STEPS = 100_000;

function oneOfManyBudget({ poolId }: PoolFacts, whole: StepBudget): StepBudget {
  return stepBudget(LAYOUT_STEPS, { what: `looking ahead for the pool "${poolId}"`, whole, free: MODEST_STEPS });
}

/** If the timeline of a schedule cannot be computed, only its own pools say so; the others are described. */
function capacityOf(question: CapacityQuestion, at: Temporal.Instant): PoolDescription['capacity'] | LayoutRefused {
  try {
    const { min, max, because } = askedCapacityAt(question, at);
    return { now: { min, max, because }, next: nextChangeAfter(question, at) };
  } catch (error) {
    if (error instanceof LayoutRefused) return error;
    throw error;
  }
}

import { setImmediate as yieldToOthers } from 'node:timers/promises';
import type { DemandMinute } from '../../core/demand/demand-minute.ts';
import { NO_MEMORY, type PoolMemory } from '../../core/memory/memory.ts';
import type { Documents } from '../../core/plan/documents.ts';
import { type EffectivePolicy, effectivePolicyFor } from '../../core/plan/effective-policy.ts';
import { nodesTakingPart } from '../../core/plan/taking-part.ts';
import { POLICY_METADATA } from '../../core/policy/choose-policy.ts';
import type { Price } from '../../core/policy/policy.ts';
import type { PoolName } from '../../core/pool/pool-name.ts';
import type { PoolFacts } from '../../core/pool/snapshot.ts';
import { type DayFigures, OWNER_METADATA, type SpentHours } from '../../core/savings/day-figures.ts';
import type { HasBatchReader } from '../../ports/batch.ts';
import type { HasDayFigures } from '../../ports/day-figures.ts';
import type { HasDemandRecords } from '../../ports/demand-records.ts';
import type { HasPoolStateReader, PoolState } from '../../ports/pool-states.ts';
import type { HasRetailPrices } from '../../ports/retail-prices.ts';
import { idleTimeout } from '../../replay/baselines.ts';
import type { ReplayMetrics } from '../../replay/metrics.ts';
import type { ScoredSpan } from '../../replay/pool-ledger.ts';
import { referenceOf, replaySteps } from '../../replay/replay-policy.ts';
import { type TriedPolicy, triedPolicy } from '../../replay/tried-policy.ts';
import { recordedDemand } from '../replay/recorded-demand.ts';
import { type PoolSize, replayCaseOf, replayedPool } from '../replay/replay-case.ts';

/** The ports that sumUpDay uses. */
export type SumUpDayPorts = HasBatchReader & HasDayFigures & HasDemandRecords & HasPoolStateReader & HasRetailPrices;

/** A day of a pool, and the documents that apply. */
export interface DayToSumUp {
  readonly pool: PoolName;
  readonly day: number;
  readonly documents: Documents;
}

const MINUTES_A_DAY = 1440;
const MINUTES_AN_HOUR = 60;
const SECONDS_A_MINUTE = 60;
/** The simulation begins the day before, so that it has the right nodes; a forecast learns for a week. */
const DAYS_BEFORE = 1;
const DAYS_TO_LEARN = 7;
const IDLE_MINUTES = 10;
const MINUTE_MS = 60_000;
/** How many days before a deleted pool's day are searched for one with figures. */
const DAYS_TO_SEARCH = 7;

/**
 * Computes the spending on a pool on a day, and what an idle timeout of ten minutes, and a policy that only observes, would
 * have spent on the same work. A day without records has no hours. The pool may have been deleted since: then it has the days
 * with records, and `undefined` is returned for another.
 */
export async function sumUpDay(ports: SumUpDayPorts, task: DayToSumUp): Promise<DayFigures | undefined> {
  const { pool, day, documents } = task;
  const [facts, nodes, fenced] = await Promise.all([
    ports.batch.getPool(pool),
    ports.batch.listNodes(pool),
    ports.poolStates.get(pool),
  ]);
  const isDeleted = facts === undefined || nodes === undefined;
  if (isDeleted && (fenced === undefined || dayOf(fenced.state) < day)) return undefined;
  const last = isDeleted ? await lastKnown(ports, pool, day) : { facts, nodes: 0, price: undefined };
  const effective = effectivePolicyFor(last.facts, documents);
  const known = isDeleted ? last : { ...last, nodes: nodesTakingPart(nodes, effective).length };
  const before = daysBefore(effective);
  const untilMinute = (day + 1) * MINUTES_A_DAY;
  const minutes = await recordedDemand(ports, pool, { fromMinute: (day - before) * MINUTES_A_DAY, untilMinute });
  const ofDay = minutes.filter(({ minute }) => minute >= day * MINUTES_A_DAY);
  if (isDeleted && ofDay.length === 0) return undefined;
  const sizes = ofDay.map(({ nodes = known.nodes }) => nodes);
  const ofThatDay = { ...known, nodes: sizes.reduce((most, size) => Math.max(most, size), 0) };
  const seen = { known: ofThatDay, memory: fenced?.state.memory ?? NO_MEMORY, minutes, day };
  return {
    account: known.facts.account,
    poolId: known.facts.poolId,
    day,
    recordedMinutes: ofDay.length,
    // If it is not recorded how many nodes the pool had, it may have had more than it has now.
    alwaysOnHours: hoursOf(ofDay, ({ nodes = known.nodes, paid }) => Math.max(nodes, paid)),
    paidHours: hoursOf(ofDay, ({ paid }) => paid),
    busyHours: hoursOf(ofDay, ({ busy }) => busy),
    owner: known.facts.metadata.get(OWNER_METADATA),
    ...(await simulated(seen, { effective, isRecorded: ofDay.length > 0 })),
    ...(await termsOf(ports, known, effective)),
    ...spentBy(seen, ofDay),
  };
}

function daysBefore(effective: EffectivePolicy): number {
  const learns = effective.kind === 'policy' && effective.policy.forecast !== undefined;
  return learns ? DAYS_TO_LEARN : DAYS_BEFORE;
}

/** What is known of a pool, for one of its days. */
interface KnownPool {
  readonly facts: PoolFacts;
  readonly nodes: number;
  /** The price of a day before; `undefined` if the pool can be asked. */
  readonly price: Price | undefined;
}

function dayOf({ tick }: PoolState): number {
  return Math.floor(tick.epochMilliseconds / MINUTE_MS / MINUTES_A_DAY);
}

/** A deleted pool as on the last day before that has figures; without one, only its name is known. */
async function lastKnown({ dayFigures }: HasDayFigures, pool: PoolName, day: number): Promise<KnownPool> {
  const last = (await dayFigures.list(pool, day - DAYS_TO_SEARCH, day - 1)).at(-1);
  const metadata = Object.entries({ [OWNER_METADATA]: last?.owner, [POLICY_METADATA]: last?.policy });
  return {
    facts: {
      account: pool.account,
      poolId: last?.poolId ?? pool.poolId,
      state: 'deleting',
      allocationState: 'unknown',
      autoScale: undefined,
      virtualMachineConfiguration: true,
      taskSlotsPerNode: undefined,
      metadata: new Map(metadata.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))),
      machine: undefined,
    },
    nodes:
      last === undefined ? 0 : Math.round((last.alwaysOnHours * MINUTES_AN_HOUR) / Math.max(1, last.recordedMinutes)),
    price: last?.price,
  };
}

/** The terms of the day by the current policy. */
async function termsOf({ retailPrices }: HasRetailPrices, { facts, price }: KnownPool, effective: EffectivePolicy) {
  const policy = effective.kind === 'policy' ? effective.policy : undefined;
  return {
    enforced: policy?.mode === 'enforce',
    policy: policy?.id,
    schedules: policy?.schedules ?? [],
    price: policy?.price ?? price ?? (facts.machine && (await retailPrices.priceOf(facts.machine))),
  };
}

/** The spending of the alternatives; none on a day without records. */
async function simulated(
  seen: SeenDay,
  { effective, isRecorded }: { readonly effective: EffectivePolicy; readonly isRecorded: boolean },
) {
  if (!isRecorded) return { idle10Hours: 0, observedHours: undefined };
  const observes = effective.kind === 'policy' && effective.policy.mode === 'observe';
  const observing = observes ? triedOf(effective) : undefined;
  return {
    idle10Hours: await simulatedHours(seen, idleTimeout(IDLE_MINUTES)),
    observedHours: observing && (await simulatedHours(seen, observing)),
  };
}

interface SeenDay {
  readonly known: KnownPool;
  readonly memory: PoolMemory;
  readonly minutes: readonly DemandMinute[];
  readonly day: number;
}

function triedOf(effective: EffectivePolicy): TriedPolicy | undefined {
  if (effective.kind !== 'policy') return undefined;
  return triedPolicy(effective.policy.id, effective.policy, effective.schedules);
}

/**
 * The node hours of a policy in the recorded minutes of the day, as only these count in what was paid for. The simulation also
 * passes the minutes without a record, as minutes without work.
 */
async function simulatedHours({ known, memory, minutes, day }: SeenDay, policy: TriedPolicy): Promise<number> {
  const fromMinute = Math.min(minutes[0]?.minute ?? day * MINUTES_A_DAY, day * MINUTES_A_DAY);
  const demand = {
    fromMinute,
    untilMinute: (day + 1) * MINUTES_A_DAY,
    scoredFromMinute: day * MINUTES_A_DAY,
    recordedMinutes: minutes.length,
    tasks: 0,
  };
  const ofDay = minutes.filter(({ minute }) => minute >= demand.scoredFromMinute);
  const pool = replayedPool(sizeOf(known), memory, minutes);
  const mostPaid = ofDay.reduce((most, { paid }) => Math.max(most, paid), 0);
  const whole = replayCaseOf(minutes, demand, { ...pool, nodes: Math.max(pool.nodes, mostPaid) });
  const tried = { ...whole, pool: { ...whole.pool, scoredSpans: spansOf(ofDay, fromMinute) } };
  const steps = replaySteps(tried, referenceOf(tried), policy);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return paidHoursIn(step.value.metrics);
    await yieldToOthers();
  }
}

/** In what was recorded as paid for, a node that is being deallocated does not count either. */
function paidHoursIn({ allocatedHours, deallocatingHours }: ReplayMetrics): number {
  return allocatedHours - deallocatingHours;
}

function sizeOf({ facts: { taskSlotsPerNode }, nodes }: KnownPool): PoolSize {
  return { nodes, taskSlotsPerNode };
}

/** Minutes without a gap are one span. */
function spansOf(minutes: readonly DemandMinute[], firstMinute: number): readonly ScoredSpan[] {
  const spans: ScoredSpan[] = [];
  for (const { minute } of minutes) {
    const fromS = (minute - firstMinute) * SECONDS_A_MINUTE;
    const last = spans.at(-1);
    const begun = last?.untilS === fromS ? spans.pop() : undefined;
    spans.push({ fromS: begun?.fromS ?? fromS, untilS: fromS + SECONDS_A_MINUTE });
  }
  return spans;
}

function spentBy({ known, memory, day }: SeenDay, ofDay: readonly DemandMinute[]) {
  const { tasksPerNode } = replayedPool(sizeOf(known), memory, ofDay);
  const nodeHours = (taskMinutes: number) => taskMinutes / MINUTES_AN_HOUR / tasksPerNode;
  const { families = [], jobs = [] } = memory.demand?.spending.find((one) => one.day === day) ?? {};
  return {
    families: largest(families.map(({ family, taskMinutes }) => ({ name: family, hours: nodeHours(taskMinutes) }))),
    jobs: largest(jobs.map(({ jobId, taskMinutes }) => ({ name: jobId, hours: nodeHours(taskMinutes) }))),
  };
}

/** The most families and jobs that are stored for a day. */
const MOST_KEPT = 30;

function largest(spent: readonly SpentHours[]): readonly SpentHours[] {
  return spent.toSorted((a, b) => b.hours - a.hours).slice(0, MOST_KEPT);
}

function hoursOf(minutes: readonly DemandMinute[], of: (minute: DemandMinute) => number): number {
  return minutes.reduce((sum, minute) => sum + of(minute), 0) / MINUTES_AN_HOUR;
}

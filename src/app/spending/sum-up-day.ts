import { setImmediate as yieldToOthers } from 'node:timers/promises';
import type { DemandMinute } from '../../core/demand/demand-minute.ts';
import { NO_MEMORY, type PoolMemory } from '../../core/memory/memory.ts';
import type { Documents } from '../../core/plan/documents.ts';
import { type EffectivePolicy, effectivePolicyFor } from '../../core/plan/effective-policy.ts';
import type { PoolName } from '../../core/pool/pool-name.ts';
import type { PoolFacts, PoolSnapshot } from '../../core/pool/snapshot.ts';
import { type DayFigures, OWNER_METADATA, type SpentHours } from '../../core/savings/day-figures.ts';
import type { HasBatchReader } from '../../ports/batch.ts';
import type { HasDemandRecords } from '../../ports/demand-records.ts';
import type { HasPoolStateReader } from '../../ports/pool-states.ts';
import type { HasRetailPrices } from '../../ports/retail-prices.ts';
import { idleTimeout } from '../../replay/baselines.ts';
import type { ScoredSpan } from '../../replay/pool-ledger.ts';
import { referenceOf, replaySteps } from '../../replay/replay-policy.ts';
import { type TriedPolicy, triedPolicy } from '../../replay/tried-policy.ts';
import { recordedDemand } from '../replay/recorded-demand.ts';
import { replayCaseOf, replayedPool } from '../replay/replay-case.ts';

/** The ports that sumUpDay uses. */
export type SumUpDayPorts = HasBatchReader & HasDemandRecords & HasPoolStateReader & HasRetailPrices;

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

/**
 * Computes the spending on a pool on a day, and what an idle timeout of ten minutes, and a policy that only observes, would
 * have spent on the same work. `undefined` if the pool no longer exists; a day without records has no hours.
 */
export async function sumUpDay(ports: SumUpDayPorts, task: DayToSumUp): Promise<DayFigures | undefined> {
  const { pool, day, documents } = task;
  const [facts, nodes, fenced] = await Promise.all([
    ports.batch.getPool(pool),
    ports.batch.listNodes(pool),
    ports.poolStates.get(pool),
  ]);
  if (facts === undefined || nodes === undefined) return undefined;
  const effective = effectivePolicyFor(facts, documents);
  const before = daysBefore(effective);
  const untilMinute = (day + 1) * MINUTES_A_DAY;
  const minutes = await recordedDemand(ports, pool, { fromMinute: (day - before) * MINUTES_A_DAY, untilMinute });
  const ofDay = minutes.filter(({ minute }) => minute >= day * MINUTES_A_DAY);
  const seen = { snapshot: { facts, nodes }, memory: fenced?.state.memory ?? NO_MEMORY, minutes, day };
  return {
    account: facts.account,
    poolId: facts.poolId,
    day,
    recordedMinutes: ofDay.length,
    // The pool may have had more nodes on that day than it has now.
    alwaysOnHours: hoursOf(ofDay, ({ paid }) => Math.max(nodes.length, paid)),
    paidHours: hoursOf(ofDay, ({ paid }) => paid),
    busyHours: hoursOf(ofDay, ({ busy }) => busy),
    owner: facts.metadata.get(OWNER_METADATA),
    ...(await simulated(seen, { effective, isRecorded: ofDay.length > 0 })),
    ...(await termsOf(ports, facts, effective)),
    ...spentBy(seen, ofDay),
  };
}

function daysBefore(effective: EffectivePolicy): number {
  const learns = effective.kind === 'policy' && effective.policy.forecast !== undefined;
  return learns ? DAYS_TO_LEARN : DAYS_BEFORE;
}

/** The terms of the day by the current policy. */
async function termsOf({ retailPrices }: HasRetailPrices, { machine }: PoolFacts, effective: EffectivePolicy) {
  const policy = effective.kind === 'policy' ? effective.policy : undefined;
  return {
    enforced: policy?.mode === 'enforce',
    policy: policy?.id,
    schedules: policy?.schedules ?? [],
    price: policy?.price ?? (machine && (await retailPrices.priceOf(machine))),
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
  readonly snapshot: PoolSnapshot;
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
async function simulatedHours({ snapshot, memory, minutes, day }: SeenDay, policy: TriedPolicy): Promise<number> {
  const fromMinute = Math.min(minutes[0]?.minute ?? day * MINUTES_A_DAY, day * MINUTES_A_DAY);
  const demand = {
    fromMinute,
    untilMinute: (day + 1) * MINUTES_A_DAY,
    scoredFromMinute: day * MINUTES_A_DAY,
    recordedMinutes: minutes.length,
    tasks: 0,
  };
  const ofDay = minutes.filter(({ minute }) => minute >= demand.scoredFromMinute);
  const pool = replayedPool(snapshot, memory, minutes);
  const mostPaid = ofDay.reduce((most, { paid }) => Math.max(most, paid), 0);
  const whole = replayCaseOf(minutes, demand, { ...pool, nodes: Math.max(pool.nodes, mostPaid) });
  const tried = { ...whole, pool: { ...whole.pool, scoredSpans: spansOf(ofDay, fromMinute) } };
  const steps = replaySteps(tried, referenceOf(tried), policy);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value.metrics.allocatedHours;
    await yieldToOthers();
  }
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

function spentBy({ snapshot, memory, day }: SeenDay, ofDay: readonly DemandMinute[]) {
  const { tasksPerNode } = replayedPool(snapshot, memory, ofDay);
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

import type { Temporal } from 'temporal-polyfill';
import type { DemandMinute } from '../../core/demand/demand-minute.ts';
import { demandAfter, type PoolDemand, splitDemand } from '../../core/demand/pool-demand.ts';
import { workNodesOf } from '../../core/demand/work-nodes.ts';
import { type ForecastInput, latencyOf } from '../../core/forecast/forecast-input.ts';
import { type ForecastModel, newModel } from '../../core/forecast/forecast-model.ts';
import { SHIPPED_PRIOR } from '../../core/forecast/forecast-prior.ts';
import { decodeModel, encodeModel } from '../../core/forecast/forecast-state.ts';
import { lookAhead, STOP_MINUTES } from '../../core/forecast/look-ahead.ts';
import { recallDemand } from '../../core/forecast/recall-demand.ts';
import { resizeModel } from '../../core/forecast/resize-model.ts';
import { knownSpread, NO_SPREAD } from '../../core/forecast/start-spread.ts';
import type { PoolMemory } from '../../core/memory/memory.ts';
import type { EffectivePolicy } from '../../core/plan/effective-policy.ts';
import { nodesTakingPart } from '../../core/plan/taking-part.ts';
import type { Policy } from '../../core/policy/policy.ts';
import { isAllocatedState, isReadyState } from '../../core/pool/node-state.ts';
import type { NodeSnapshot, PoolFacts } from '../../core/pool/snapshot.ts';
import { minuteOf } from '../../core/time/epoch.ts';
import type { HasDemandRecords } from '../../ports/demand-records.ts';
import { AppError } from '../../ports/errors.ts';
import type { HasForecastModels } from './forecast-models.ts';
import type { PoolWork } from './pool-work.ts';

/** A pool and its work at an instant. */
export interface PoolWithWork extends PoolWork {
  readonly facts: PoolFacts;
  readonly nodes: readonly NodeSnapshot[];
  readonly memory: PoolMemory;
  readonly effective: EffectivePolicy;
  readonly now: Temporal.Instant;
}

/** A pool whose policy has a forecast, and the last minute that was seen. */
interface ForecastLook extends Pick<PoolWithWork, 'facts' | 'nodes' | 'memory' | 'now'> {
  readonly policy: Policy;
  readonly demand: PoolDemand;
  readonly latest: DemandMinute;
}

/** The input of a forecast, and the demand to remember. */
export interface Forecasting {
  readonly forecast: ForecastInput | undefined;
  readonly demand: PoolDemand | undefined;
}

/**
 * How many minutes of demand the pool's memory has before they are moved to the rows of their days, and how many it has after
 * that.
 */
const REMEMBERED_MINUTES = 120;
const KEPT_MINUTES = 60;
/** The memory has no more minutes than this, even if they could not be stored elsewhere. */
const MOST_MINUTES = 720;
/** A lost model is learned again from this many days. */
const RECALLED_DAYS = 14;
const MINUTES_A_DAY = 1440;

type ForecastPorts = HasForecastModels & HasDemandRecords;

/**
 * Records the demand of a pool, and returns the input of its forecast if its policy has one. If the work is not known, the
 * record has a gap and there is no forecast, so every node stays on. If the model cannot be read or stored, there is no forecast
 * either, but the demand is recorded.
 */
export async function forecastPool(ports: ForecastPorts, seen: PoolWithWork): Promise<Forecasting> {
  // Its nodes leave it. A model would forget the levels of which the next pool under its id has use.
  if (seen.facts.state === 'deleting') return { forecast: undefined, demand: seen.memory.demand };
  const pool = takingPart(seen);
  const demand = demandOf(pool);
  const look = lookOf(pool, demand);
  const forecast = look && (await forecastFor(ports, look));
  return { forecast, demand: demand && (await keptDemand(ports, pool.facts, demand)) };
}

/** Learns the current observation; `undefined` if the model cannot be read or stored. */
async function forecastFor(ports: ForecastPorts, look: ForecastLook): Promise<ForecastInput | undefined> {
  try {
    const model = await modelFor(ports, look);
    const forecast = lookAt(model, look);
    await ports.forecastModels.hold(look.facts, model);
    return forecast;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return undefined;
  }
}

/**
 * The demand after its older minutes were stored elsewhere. If that fails, they stay in the memory of the pool until it
 * succeeds.
 */
async function keptDemand(ports: HasDemandRecords, facts: PoolFacts, demand: PoolDemand): Promise<PoolDemand> {
  try {
    return await keepOlder(ports, facts, demand);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { ...demand, minutes: demand.minutes.slice(-MOST_MINUTES) };
  }
}

/** The input of the forecast of a pool now, from a model of its own. Nothing is learned or recorded. */
export async function forecastNow(ports: ForecastPorts, seen: PoolWithWork): Promise<ForecastInput | undefined> {
  const pool = takingPart(seen);
  const look = lookOf(pool, demandOf(pool));
  if (look === undefined) return undefined;
  const model = decodeModel(encodeModel(await modelFor(ports, look)));
  return model && lookAt(model, look);
}

/** The same pool with the nodes that the policy can start and deallocate: no other ones are learned, counted or paid for by it. */
function takingPart(pool: PoolWithWork): PoolWithWork {
  return { ...pool, nodes: nodesTakingPart(pool.nodes, pool.effective) };
}

/** The demand with the current observation; unchanged if the work is not known. */
function demandOf({ facts, nodes, memory, effective, pending, jobs, now }: PoolWithWork): PoolDemand | undefined {
  if (jobs === undefined || pending === undefined || pending.unknown.length > 0) return memory.demand;
  const slotsPerNode = facts.taskSlotsPerNode ?? 1;
  const { keep: needed } = workNodesOf(pending, { slotsPerNode, headroom: { kind: 'nodes', nodes: 0 } });
  return demandAfter(memory.demand, {
    epochMilliseconds: now.epochMilliseconds,
    nodes: nodes.length,
    needed,
    paid: nodes.filter(({ state }) => isAllocatedState(state)).length,
    busy: nodes.filter(({ state, runningTasks }) => isAllocatedState(state) && (runningTasks ?? 0) > 0).length,
    work: jobs,
    restedSince: hasForecast(effective) ? undefined : memory.lookedAt && minuteOf(memory.lookedAt),
  });
}

/** A pool with a forecast is evaluated every minute. */
function hasForecast(effective: EffectivePolicy): boolean {
  return effective.kind === 'policy' && effective.policy.forecast !== undefined;
}

/** `undefined` if the policy has no forecast, or if the work is not known. */
function lookOf(
  { facts, nodes, memory, effective, now }: PoolWithWork,
  demand: PoolDemand | undefined,
): ForecastLook | undefined {
  if (effective.kind !== 'policy' || effective.policy.forecast === undefined) return undefined;
  const latest = demand?.minutes.at(-1);
  if (demand === undefined || demand === memory.demand || latest === undefined) return undefined;
  return { facts, nodes, memory, now, policy: effective.policy, demand, latest };
}

/** The model of a pool, updated to the minute before the last of the remembered ones. */
async function modelFor(
  ports: ForecastPorts,
  { facts, nodes, policy, memory, demand: { minutes } }: ForecastLook,
): Promise<ForecastModel> {
  const oldest = minutes[0]?.minute ?? 0;
  const known = await ports.forecastModels.modelOf(facts, oldest - 1);
  const model = resizeModel(known ?? newModel(nodes.length, SHIPPED_PRIOR), nodes.length);
  const terms = {
    slotsPerNode: facts.taskSlotsPerNode ?? 1,
    nodes: nodes.length,
    restartMinutes: latencyIn(memory, policy).meanMinutes + STOP_MINUTES,
    goal: policy.forecast?.goal,
    onlyObserves: onlyObserves(policy),
  };
  if (model.history.minute < oldest - 1) {
    const day = Math.floor(oldest / MINUTES_A_DAY);
    const first = Math.max(day - RECALLED_DAYS, Math.floor(model.history.minute / MINUTES_A_DAY));
    for (let one = first; one <= day; one++) {
      // Whether the forecast acted on those days is not recorded.
      recallDemand(model, await ports.demandRecords.readDay(facts, one), { ...terms, onlyObserves: true });
    }
  }
  recallDemand(model, minutes.slice(0, -1), terms);
  return model;
}

function lookAt(model: ForecastModel, look: ForecastLook): ForecastInput {
  const { facts, nodes, memory, policy, now, latest } = look;
  const known = knownOf(model, look);
  const seen = {
    epochMilliseconds: now.epochMilliseconds,
    needed: latest.needed,
    waitingTasks: latest.waitingTasks,
    runningTasks: latest.runningTasks,
    submittedTasks: latest.submittedTasks - (known?.submittedTasks ?? 0),
    endedTasks: latest.endedTasks - (known?.endedTasks ?? 0),
    slotsPerNode: facts.taskSlotsPerNode ?? 1,
    nodes: nodes.length,
    readyNodes: nodes.filter(({ state }) => isReadyState(state)).length,
    // As in the forecast's own costs, a deallocation counts until it ends.
    paidNodes: nodes.filter(({ state }) => isAllocatedState(state) || state === 'deallocating').length,
    latency: latencyIn(memory, policy),
    stopMinutes: STOP_MINUTES,
    tickMinutes: 1,
    onlyObserves: onlyObserves(policy),
  };
  return lookAhead(model, seen, policy.forecast?.goal);
}

/** What the model has learned of the latest minute, if an earlier look has seen a part of that minute. */
function knownOf({ history }: ForecastModel, { memory, latest: { minute } }: ForecastLook): DemandMinute | undefined {
  const last = memory.demand?.minutes.at(-1);
  return last?.minute === minute && history.minute === minute ? last : undefined;
}

/** Either mode is enough: then other rules, or people, decide which nodes are on. */
function onlyObserves({ mode, forecast }: Policy): boolean {
  return mode === 'observe' || forecast?.mode === 'observe';
}

function latencyIn({ startSeconds, startSpread }: PoolMemory, { lead }: Policy) {
  const spread = knownSpread(startSpread ?? NO_SPREAD);
  return latencyOf({ startSeconds, spread, supposedMinutes: lead.initial.total('minutes') });
}

/** Moves old minutes to the rows of their days once an hour, instead of one write a minute. */
async function keepOlder(
  { demandRecords }: HasDemandRecords,
  facts: PoolFacts,
  demand: PoolDemand,
): Promise<PoolDemand> {
  const [first, last] = [demand.minutes[0]?.minute ?? 0, demand.minutes.at(-1)?.minute ?? 0];
  if (last - first < REMEMBERED_MINUTES) return demand;
  const { older, demand: left } = splitDemand(demand, last - KEPT_MINUTES);
  const byDay = Map.groupBy(older, ({ minute }) => Math.floor(minute / MINUTES_A_DAY));
  for (const [day, minutes] of byDay) await demandRecords.addToDay(facts, day, minutes);
  return left;
}

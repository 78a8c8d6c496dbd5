import type { ForecastGoal } from '../policy/forecast-policy.ts';
import { CLOCK_SKEW_MINUTES } from '../time/clock-skew.ts';
import { minuteOf } from '../time/epoch.ts';
import type { ForecastPrior } from './forecast-prior.ts';
import { forgetMarks, type HazardTable, learnTable, markLevels, newTable, tableChances } from './hazard-table.ts';
import { type Chances, HORIZONS, newChances } from './horizons.ts';
import { addMinute, type LevelHistory, newHistory, raiseMinute, supposeNeeded } from './level-history.ts';
import { forgetSamples, type LogisticHazard, learnLogistic, logisticChances, newLogistic } from './logistic-hazard.ts';
import { accountFor, newWaitPrice, type WaitPrice } from './wait-price.ts';

/**
 * Everything that a forecast has learned of one pool. It is updated once a minute and mutated in place, because copies would
 * cost more than the forecast itself. Computing chances does not change it.
 */
export interface ForecastModel {
  readonly levels: number;
  readonly history: LevelHistory;
  readonly table: HazardTable;
  readonly logistic: LogisticHazard;
  readonly price: WaitPrice;
  /** What was submitted after the first look of the current minute, until the minute is over. */
  readonly unseen: { submittedNodes: number; submittedTasks: number; ended: number };
}

/** The observation of a pool at one look. Submitted and ended work is counted since the previous look. */
export interface SeenDemand {
  readonly epochMilliseconds: number;
  /** Nodes that the waiting and running work needs. */
  readonly needed: number;
  readonly waitingTasks: number;
  readonly runningTasks: number;
  readonly submittedTasks: number;
  readonly endedTasks: number;
  readonly slotsPerNode: number;
  /** Nodes that are paid for, and nodes of the pool. */
  readonly paidNodes: number;
  readonly nodes: number;
  /** Nodes that can run tasks. */
  readonly readyNodes: number;
  /** The duration of a start and of the deallocation after it. */
  readonly restartMinutes: number;
  /** Does the forecast only observe? Then the price of waiting is not adjusted to what the pool costs. */
  readonly onlyObserves?: boolean | undefined;
}

/** In a gap of at most this many minutes, the demand counts as the current one; a longer one stays a gap. */
export const LONGEST_GAP = 10;

/** A model of a pool of `levels` nodes that was never observed; a prior gives it the usual behaviour of pools. */
export function newModel(levels: number, prior?: ForecastPrior): ForecastModel {
  return {
    levels,
    history: newHistory(levels),
    table: newTable(levels, prior),
    logistic: newLogistic(),
    price: newWaitPrice(levels),
    unseen: { submittedNodes: 0, submittedTasks: 0, ended: 0 },
  };
}

/**
 * Learns from an observation of the pool. An older observation than the last changes nothing, unless the last was made by a clock
 * that was ahead by more than clocks may differ: nothing would be learned until its time has come.
 */
export function observe(model: ForecastModel, seen: SeenDemand, goal: ForecastGoal | undefined): void {
  const minute = minuteOf(seen);
  const { history, unseen } = model;
  if (history.minute - minute > CLOCK_SKEW_MINUTES) setBack(model, minute - 1);
  if (minute < history.minute) return;
  unseen.submittedNodes += Math.ceil(seen.submittedTasks / seen.slotsPerNode);
  unseen.submittedTasks += seen.submittedTasks;
  unseen.ended += seen.endedTasks;
  const needed = Math.min(model.levels, seen.needed);
  if (minute === history.minute) {
    raiseMinute(history, needed);
    markLevels(model.table, history);
    return;
  }
  const gap = history.minute < 0 ? 1 : minute - history.minute;
  account(model, seen, { minute, minutes: Math.min(LONGEST_GAP, gap), goal });
  if (gap > LONGEST_GAP) forgetOpen(model);
  for (let step = Math.min(LONGEST_GAP, gap) - 1; step > 0; step--) add(model, minute - step, needed);
  addNow(model, minute, needed);
  if (gap > LONGEST_GAP) supposeAllNeeded(model, seen);
}

/**
 * The chances that a level above the current need is needed within each horizon: the mean of the table's and the regression's.
 * The table learns within days and is accurate where it has many observations; the regression covers situations that were never
 * observed.
 */
export function chancesOf(model: ForecastModel, level: number, into: Chances): void {
  tableChances(model.table, model.history, { level, into });
  logisticChances(model.logistic, model.history, { level, into: scratch });
  for (let step = 0; step < HORIZONS.length; step++) into[step] = ((into[step] ?? 0) + (scratch[step] ?? 0)) / 2;
}

const scratch = newChances();

function account(
  { price, unseen }: ForecastModel,
  seen: SeenDemand,
  {
    minute,
    minutes,
    goal,
  }: { readonly minute: number; readonly minutes: number; readonly goal: ForecastGoal | undefined },
): void {
  const happened = {
    ...seen,
    minute,
    minutes,
    submittedTasks: unseen.submittedTasks,
    endedTasks: unseen.ended,
    runningNodes: Math.min(seen.nodes, Math.ceil(seen.runningTasks / seen.slotsPerNode)),
    isAllReady: seen.readyNodes >= seen.nodes,
  };
  accountFor(price, happened, goal);
}

function addNow(model: ForecastModel, minute: number, needed: number): void {
  const { unseen } = model;
  learn(model, { minute, needed, submittedNodes: unseen.submittedNodes, ended: unseen.ended });
  unseen.submittedNodes = 0;
  unseen.submittedTasks = 0;
  unseen.ended = 0;
}

function add(model: ForecastModel, minute: number, needed: number): void {
  learn(model, { minute, needed, submittedNodes: 0, ended: 0 });
}

function learn(model: ForecastModel, seen: Parameters<typeof addMinute>[1]): void {
  addMinute(model.history, seen);
  learnTable(model.table, model.history);
  learnLogistic(model.logistic, model.history);
}

/** After a gap, the outcomes of the levels that were observed before it are not known. */
function forgetOpen({ table, logistic, history }: ForecastModel): void {
  forgetMarks(table);
  forgetSamples(logistic);
  history.recent.fill(-1);
}

/** What happened by a clock that was ahead has happened by now; when exactly is not known. */
function setBack(model: ForecastModel, minute: number): void {
  const { history, price } = model;
  const [lastSubmission, lastEnd] = [history.lastSubmission, history.lastEnd].map((last) => Math.min(last, minute));
  Object.assign(history, { minute, lastSubmission, lastEnd });
  for (const levels of [history.lastNeeded, price.lastRunning])
    levels.set(levels.map((last) => Math.min(last, minute)));
  forgetOpen(model);
}

/** Nodes that are on after a gap may have been needed during it. */
function supposeAllNeeded({ history, table }: ForecastModel, { paidNodes }: SeenDemand): void {
  supposeNeeded(history, paidNodes);
  markLevels(table, history);
}

import type { ForecastGoal } from '../policy/forecast-policy.ts';
import type { ForecastPrior } from './forecast-prior.ts';
import { forgetMarks, type HazardTable, learnTable, markLevels, newTable, tableChances } from './hazard-table.ts';
import { type Chances, HORIZONS, newChances } from './horizons.ts';
import { addMinute, type LevelHistory, newHistory, raiseMinute, supposeNeeded } from './level-history.ts';
import { forgetSamples, type LogisticHazard, learnLogistic, logisticChances, newLogistic } from './logistic-hazard.ts';
import { accountFor, newWaitPrice, type WaitPrice } from './wait-price.ts';

/**
 * All that a forecast has learned of one pool. It is brought up to date once a minute and changed in place: copies of it would
 * cost more than the forecast itself. Whoever asks it for chances changes nothing.
 */
export interface ForecastModel {
  readonly levels: number;
  readonly history: LevelHistory;
  readonly table: HazardTable;
  readonly logistic: LogisticHazard;
  readonly price: WaitPrice;
  /** Of the present minute, until it is over: what came after its first look. */
  readonly unseen: { submittedNodes: number; submittedTasks: number; ended: number };
}

/** What was seen of a pool at one look. Counts of what has come and gone are since the look before. */
export interface SeenDemand {
  readonly epochMilliseconds: number;
  /** Nodes that the work that waits and runs needs. */
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
  /** Of a start and the deallocation after it. */
  readonly restartMinutes: number;
}

const MINUTE = 60_000;
/** Over so many minutes without a look the demand is taken to have been as it is now; beyond that there is a hole. */
export const LONGEST_GAP = 10;

/** A model of a pool of so many nodes that was never seen; with a prior it knows what pools usually do. */
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

/** Learns from a look at the pool. A look older than the last changes nothing. */
export function observe(model: ForecastModel, seen: SeenDemand, goal: ForecastGoal | undefined): void {
  const minute = Math.floor(seen.epochMilliseconds / MINUTE);
  const { history, unseen } = model;
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
 * The chances that a level above the present need is needed within each horizon: the mean of what the table and the regression
 * say. The table learns within days and is right where it has seen much, the regression speaks of what it has never seen.
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

/** After a hole it is not known what came of the levels seen before it. */
function forgetOpen({ table, logistic, history }: ForecastModel): void {
  forgetMarks(table);
  forgetSamples(logistic);
  history.recent.fill(-1);
}

/** Nodes that are on after a hole may have been needed in it. */
function supposeAllNeeded({ history, table }: ForecastModel, { paidNodes }: SeenDemand): void {
  supposeNeeded(history, paidNodes);
  markLevels(table, history);
}

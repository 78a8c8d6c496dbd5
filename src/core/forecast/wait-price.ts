import type { ForecastGoal } from '../policy/forecast-policy.ts';

/**
 * What a minute of waiting of one task counts, in minutes of a node that is on, and what it was found by. Changed in place, as
 * it is brought up to date every minute.
 */
export interface WaitPrice {
  /** When each level of running work was there last, as a minute since the epoch. */
  readonly lastRunning: Float64Array;
  /** The least cost of a day, in node minutes, as a mean that fades over a week. */
  leastPerDay: number;
  /** Minutes accounted for. */
  age: number;
  /** Node minutes spent less than allowed, in allowances of a day. */
  saved: number;
  /** Logarithm of the price that the budget, or the mean wait, has been steered to. */
  steered: number;
  /** Task minutes run, and tasks ended; both fade with the number of tasks. */
  runMinutes: number;
  ended: number;
  /** Task minutes waited, and tasks submitted; both fade over some days. */
  waitMinutes: number;
  submitted: number;
}

/** What happened to a pool in the minutes since it was accounted for last. */
export interface AccountedMinutes {
  /** The present one, since the epoch. */
  readonly minute: number;
  /** How many it are. */
  readonly minutes: number;
  readonly runningTasks: number;
  readonly waitingTasks: number;
  readonly submittedTasks: number;
  readonly endedTasks: number;
  /** Nodes that running tasks hold at least. */
  readonly runningNodes: number;
  /** Nodes that are paid for. */
  readonly paidNodes: number;
  /** Can every node run tasks? Then waiting is no fault of the forecast. */
  readonly isAllReady: boolean;
  /** Of a start and the deallocation after it. */
  readonly restartMinutes: number;
}

/** The share over the least cost that a forecast without a goal may spend. */
const DEFAULT_OVER_LEAST = 0.08;
/** A minute of waiting counts such a share of the mean run time, in minutes: a task of 400 minutes waits at a price of 23. */
export const SHARE_OF_RUN = 0.0575;
/** Until tasks of the pool have ended, an hour is the mean run time, with the weight of so many tasks. */
const SUPPOSED_RUN = { minutes: 60, tasks: 20 };
const REMEMBERED_TASKS = 2000;
const LEAST = 0.3;
const MOST = 120;
const WEEK = 7 * 1440;
const DAY = 1440;
/** The savings that count, in allowances of a day. */
const SAVED = 6;
/** How fast the steered price follows: at once for each day's allowance saved, and for each such day that passes. */
const AT_ONCE = 0.5;
const A_DAY = 0.04;
/** How far a price by run time may be saved up. */
const HEADROOM = 0.5;
const FIRST_PRICE = 10;
const WAIT_FADES = 4 * DAY;
const WAIT_A_DAY = 0.5;

/** The price of a pool of so many nodes that was never seen. */
export function newWaitPrice(levels: number): WaitPrice {
  return {
    lastRunning: new Float64Array(levels + 1).fill(Number.NEGATIVE_INFINITY),
    leastPerDay: 0,
    age: 0,
    saved: 0,
    steered: Math.log(FIRST_PRICE),
    runMinutes: 0,
    ended: 0,
    waitMinutes: 0,
    submitted: 0,
  };
}

/** Brings the price up to date with what has happened. */
export function accountFor(price: WaitPrice, happened: AccountedMinutes, goal: ForecastGoal | undefined): void {
  addRuns(price, happened);
  addWaits(price, happened);
  spend(price, happened, goal?.kind === 'over-least' ? goal.share : DEFAULT_OVER_LEAST);
  if (goal?.kind === 'mean-wait') {
    const tooLong = Math.log(Math.max(0.05, meanWait(price)) / goal.minutes);
    price.steered = within(price.steered + (WAIT_A_DAY * tooLong * happened.minutes) / DAY, Math.log(MOST));
    return;
  }
  const top = goal === undefined ? Math.log(byRunTime(price, 1)) + HEADROOM : Math.log(MOST);
  price.steered = within(price.steered + (A_DAY * price.saved * happened.minutes) / DAY, top);
}

/** The price now. */
export function priceOf(price: WaitPrice, goal: ForecastGoal | undefined, slotsPerNode: number): number {
  if (goal?.kind === 'wait-price') return goal.price;
  if (goal?.kind === 'mean-wait') return Math.exp(price.steered);
  const affordable = Math.exp(price.steered + AT_ONCE * price.saved);
  const most = goal === undefined ? byRunTime(price, slotsPerNode) : MOST;
  return Math.max(LEAST, Math.min(most, affordable));
}

/** The mean run time of the tasks of the pool, in minutes; an hour until some have ended. */
export function meanRun({ runMinutes, ended }: WaitPrice): number {
  return (runMinutes + SUPPOSED_RUN.minutes * SUPPOSED_RUN.tasks) / (ended + SUPPOSED_RUN.tasks);
}

/** How long tasks have waited on average over the last days, in minutes. */
export function meanWait({ waitMinutes, submitted }: WaitPrice): number {
  return waitMinutes / Math.max(1, submitted);
}

function byRunTime(price: WaitPrice, slotsPerNode: number): number {
  return Math.max(LEAST, Math.min(MOST, (SHARE_OF_RUN * meanRun(price)) / slotsPerNode));
}

/** By Little's law the counts alone give mean times: the task minutes of a state over the tasks that have passed it. */
function addRuns(price: WaitPrice, { minutes, runningTasks, endedTasks }: AccountedMinutes): void {
  price.runMinutes += minutes * runningTasks;
  price.ended += endedTasks;
  if (price.ended <= REMEMBERED_TASKS) return;
  price.runMinutes /= 2;
  price.ended /= 2;
}

function addWaits(price: WaitPrice, { minutes, waitingTasks, submittedTasks, isAllReady }: AccountedMinutes): void {
  const kept = Math.exp(-minutes / WAIT_FADES);
  price.waitMinutes = price.waitMinutes * kept + (isAllReady ? 0 : minutes * waitingTasks);
  price.submitted = price.submitted * kept + submittedTasks;
}

/** The least cost: each level of running work is on while it runs, and between two runs if a restart costs more. */
function spend(price: WaitPrice, happened: AccountedMinutes, share: number): void {
  const { minute, minutes, runningNodes, paidNodes, restartMinutes } = happened;
  const { lastRunning } = price;
  for (let level = 1; level <= Math.min(runningNodes, lastRunning.length - 1); level++) lastRunning[level] = minute;
  let least = runningNodes;
  while (least + 1 < lastRunning.length && minute - (lastRunning[least + 1] ?? 0) < restartMinutes) least++;
  price.leastPerDay = price.leastPerDay * Math.exp(-minutes / WEEK) + (least * minutes * DAY) / WEEK;
  price.age += minutes;
  const seen = 1 - Math.exp(-price.age / WEEK);
  const allowance = Math.max(1, (share * price.leastPerDay) / seen);
  price.saved += (minutes * (least * (1 + share) - paidNodes)) / allowance;
  price.saved = Math.max(-SAVED, Math.min(SAVED, price.saved));
}

function within(steered: number, top: number): number {
  return Math.max(Math.log(LEAST), Math.min(top, steered));
}

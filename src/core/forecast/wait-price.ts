import type { ForecastGoal } from '../policy/forecast-policy.ts';

/**
 * The cost of a minute in which one task waits, in minutes of a node that is on, and the state from which it is computed. It is
 * mutated in place because it is updated every minute.
 */
export interface WaitPrice {
  /** When each level of running work was last present, in minutes since the epoch. */
  readonly lastRunning: Float64Array;
  /** The least cost of a day, in node minutes, as a mean that decays over a week. */
  leastPerDay: number;
  /** Number of minutes accounted for. */
  age: number;
  /** Node minutes that were allowed but not spent, in daily allowances. */
  saved: number;
  /** The logarithm of the price that steers the budget, or the mean wait. */
  steered: number;
  /** Run minutes of tasks, and number of ended tasks; both decay with the number of tasks. */
  runMinutes: number;
  ended: number;
  /** Wait minutes of tasks, and number of submitted tasks; both decay over some days. */
  waitMinutes: number;
  submitted: number;
}

/** What happened in a pool since it was last accounted for. */
export interface AccountedMinutes {
  /** The current minute, since the epoch. */
  readonly minute: number;
  /** The number of minutes. */
  readonly minutes: number;
  readonly runningTasks: number;
  readonly waitingTasks: number;
  readonly submittedTasks: number;
  readonly endedTasks: number;
  /** The fewest nodes that the running tasks can occupy. */
  readonly runningNodes: number;
  /** Nodes that are paid for. */
  readonly paidNodes: number;
  /** Can every node run tasks? Then waiting is not caused by the forecast. */
  readonly isAllReady: boolean;
  /** The duration of a start and of the deallocation after it. */
  readonly restartMinutes: number;
  /** Does the forecast only observe? Then neither the cost nor the waiting is its doing, and its price stays. */
  readonly onlyObserves?: boolean | undefined;
}

/** The share above the least cost that a forecast without a goal may spend. */
const DEFAULT_OVER_LEAST = 0.08;
/** The price of a waiting minute as a share of the mean run time in minutes: tasks of 400 minutes give a price of 23. */
const SHARE_OF_RUN = 0.0575;
/** Until tasks of the pool have ended, the mean run time is an hour, with the weight of this many tasks. */
const SUPPOSED_RUN = { minutes: 60, tasks: 20 };
const REMEMBERED_TASKS = 2000;
const LEAST = 0.3;
const MOST = 120;
const WEEK = 7 * 1440;
const DAY = 1440;
/** The most savings that count, in daily allowances. */
const SAVED = 6;
/** How fast the steered price reacts: at once for each saved daily allowance, and again for each day that passes with it. */
const AT_ONCE = 0.5;
const A_DAY = 0.04;
/** How far savings may raise a price by run time. */
const HEADROOM = 0.5;
const FIRST_PRICE = 10;
const WAIT_FADES = 4 * DAY;
const WAIT_A_DAY = 0.5;

/** The initial price of a pool of `levels` nodes. */
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

/** Updates the price with what has happened. */
export function accountFor(price: WaitPrice, happened: AccountedMinutes, goal: ForecastGoal | undefined): void {
  addRuns(price, happened);
  const least = addLeast(price, happened);
  if (happened.onlyObserves === true) return;
  addWaits(price, happened);
  spend(price, { ...happened, least }, goal?.kind === 'over-least' ? goal.share : DEFAULT_OVER_LEAST);
  if (goal?.kind === 'mean-wait') {
    const tooLong = Math.log(Math.max(0.05, meanWait(price)) / goal.minutes);
    price.steered = within(price.steered + (WAIT_A_DAY * tooLong * happened.minutes) / DAY, Math.log(MOST));
    return;
  }
  const top = goal === undefined ? Math.log(priceByRunTime(meanRun(price), 1)) + HEADROOM : Math.log(MOST);
  price.steered = within(price.steered + (A_DAY * price.saved * happened.minutes) / DAY, top);
}

/** The current price. */
export function priceOf(price: WaitPrice, goal: ForecastGoal | undefined, slotsPerNode: number): number {
  if (goal?.kind === 'wait-price') return goal.price;
  if (goal?.kind === 'mean-wait') return Math.exp(price.steered);
  const affordable = Math.exp(price.steered + AT_ONCE * price.saved);
  const most = goal === undefined ? priceByRunTime(meanRun(price), slotsPerNode) : MOST;
  return Math.max(LEAST, Math.min(most, affordable));
}

/** The mean run time of the pool's tasks, in minutes; an hour until some have ended. */
export function meanRun({ runMinutes, ended }: WaitPrice): number {
  return (runMinutes + SUPPOSED_RUN.minutes * SUPPOSED_RUN.tasks) / (ended + SUPPOSED_RUN.tasks);
}

/** The mean wait of tasks over the last days, in minutes. */
export function meanWait({ waitMinutes, submitted }: WaitPrice): number {
  return waitMinutes / Math.max(1, submitted);
}

/** The price by the mean run time of tasks, in minutes: a task that takes one of several slots of a node waits at its share of the price. */
export function priceByRunTime(meanRunMinutes: number, slotsPerNode: number): number {
  return Math.max(LEAST, Math.min(MOST, (SHARE_OF_RUN * meanRunMinutes) / slotsPerNode));
}

/** By Little's law, counts alone give mean times: the task minutes in a state divided by the tasks that have left it. */
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

/**
 * The nodes of the least cost: each level of running work is on while it runs, and between two runs if a restart would cost more.
 */
function addLeast(price: WaitPrice, { minute, minutes, runningNodes, restartMinutes }: AccountedMinutes): number {
  const { lastRunning } = price;
  for (let level = 1; level <= Math.min(runningNodes, lastRunning.length - 1); level++) lastRunning[level] = minute;
  let least = runningNodes;
  while (least + 1 < lastRunning.length && minute - (lastRunning[least + 1] ?? 0) < restartMinutes) least++;
  price.leastPerDay = price.leastPerDay * Math.exp(-minutes / WEEK) + (least * minutes * DAY) / WEEK;
  price.age += minutes;
  return least;
}

function spend(
  price: WaitPrice,
  { minutes, paidNodes, least }: AccountedMinutes & { readonly least: number },
  share: number,
): void {
  const seen = 1 - Math.exp(-price.age / WEEK);
  const allowance = Math.max(1, (share * price.leastPerDay) / seen);
  price.saved += (minutes * (least * (1 + share) - paidNodes)) / allowance;
  price.saved = Math.max(-SAVED, Math.min(SAVED, price.saved));
}

function within(steered: number, top: number): number {
  return Math.max(Math.log(LEAST), Math.min(top, steered));
}

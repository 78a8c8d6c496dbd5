import type { ForecastTerms } from '../policy/forecast-policy.ts';
import { chancesOf, type ForecastModel } from './forecast-model.ts';
import { type Chances, HORIZONS, newChances } from './horizons.ts';
import { minutesSavedByOneMore, type StartLatency } from './start-latency.ts';
import { priceOf } from './wait-price.ts';
import { type Costs, isWorthKeeping, isWorthStarting } from './worth.ts';

/** The pool and its work at the time of a forecast. */
export interface ForecastSituation {
  /** Nodes that the waiting and running work needs. */
  readonly needed: number;
  /** Of these, nodes for waiting tasks, and for tasks that were submitted since the last look. */
  readonly waiting: number;
  readonly fresh: number;
  /** Nodes that can run tasks, and nodes that are starting. */
  readonly ready: number;
  readonly starting: number;
  /** The most nodes that may be on. */
  readonly nodes: number;
  readonly slotsPerNode: number;
  readonly latency: StartLatency;
  readonly stopMinutes: number;
  /** The time between two looks. */
  readonly tickMinutes: number;
}

/** The number of nodes that is worth its cost. */
export interface Forecast {
  /** Nodes to be ready or starting; at least those that are needed. */
  readonly nodes: number;
  /** Of these, nodes that are started beyond the need, so that work does not wait for the slowest starts. */
  readonly spares: number;
  /** The numbers behind the result: for the first level that is not worth its cost, or for the last that is. */
  readonly evidence: ForecastEvidence | undefined;
}

/** The numbers behind a forecast. */
export interface ForecastEvidence {
  readonly level: number;
  /** The probability that the level is needed within this many minutes. */
  readonly chance: number;
  readonly withinMinutes: number;
  /** The cost of a minute in which one task waits, in minutes of a node. */
  readonly waitPrice: number;
}

/**
 * The minutes that a spare saves count this many times, because it also serves later work. If the policy sets a wait or a
 * price, they count twice, which waits less at the same cost. Without a goal, cost comes first.
 */
const SPARE_VALUE = { withGoal: 2, withoutGoal: 1.5 };
/** A start request costs as much as this many minutes of a node, because requests are throttled and limited by quota. */
const REQUEST_MINUTES = 0.1;

/** How many nodes of a pool are worth keeping, or starting, now. Changes nothing. */
export function forecastNodes(model: ForecastModel, situation: ForecastSituation, terms: ForecastTerms): Forecast {
  const { latency, stopMinutes, tickMinutes, slotsPerNode, ready, starting } = situation;
  const costs: Costs = {
    waitPrice: priceOf(model.price, terms.goal, slotsPerNode),
    startMinutes: latency.meanMinutes,
    stopMinutes,
    leadMinutes: latency.meanMinutes + tickMinutes / 2,
  };
  const most = Math.min(situation.nodes, model.levels);
  const have = Math.min(most, ready + starting);
  const needed = Math.min(most, situation.needed);
  const kept = levelWorthKeeping(model, costs, { from: have, above: needed });
  if (kept < have) return { nodes: kept, spares: 0, evidence: evidenceOf(model, costs, have) };
  return startAhead(model, { situation, terms, costs, from: Math.max(have, needed), most });
}

function levelWorthKeeping(
  model: ForecastModel,
  costs: Costs,
  { from, above }: { readonly from: number; readonly above: number },
): number {
  for (let level = from; level > above; level--) {
    chancesOf(model, level, chances);
    if (isWorthKeeping(chances, costs)) return level;
  }
  return above;
}

interface StartingAhead {
  readonly situation: ForecastSituation;
  readonly terms: ForecastTerms;
  readonly costs: Costs;
  readonly from: number;
  readonly most: number;
}

function startAhead(model: ForecastModel, { situation, terms, costs, from, most }: StartingAhead): Forecast {
  const spareValue = terms.goal === undefined ? SPARE_VALUE.withoutGoal : SPARE_VALUE.withGoal;
  let level = from;
  while (level < most) {
    chancesOf(model, level + 1, chances);
    const bonus = terms.spares ? spareValue * worthAsSpare(situation, costs, level + 1) : 0;
    if (!isWorthStarting(chances, costs, bonus - REQUEST_MINUTES)) break;
    level++;
  }
  const spares = situation.fresh > 0 ? Math.max(0, level - Math.max(from, situation.needed)) : 0;
  return { nodes: level, spares, evidence: level > from ? evidenceOf(model, costs, level) : undefined };
}

/** The value of one more start: the fastest of all starts serve the tasks that have just been submitted. */
function worthAsSpare(situation: ForecastSituation, { waitPrice }: Costs, level: number): number {
  const { waiting, fresh, ready, starting, slotsPerNode, latency } = situation;
  const beyond = starting + level - (ready + starting) - waiting;
  if (fresh <= 0 || beyond <= 0) return 0;
  const saved = minutesSavedByOneMore(latency, { tasks: fresh, started: fresh + beyond - 1 });
  return waitPrice * slotsPerNode * saved;
}

function evidenceOf(model: ForecastModel, { waitPrice }: Costs, level: number): ForecastEvidence | undefined {
  if (level <= model.history.needed || level > model.levels) return undefined;
  chancesOf(model, level, chances);
  const step = tellingStep(chances);
  return { level, chance: chances[step] ?? 0, withinMinutes: HORIZONS[step] ?? 0, waitPrice };
}

/** The first horizon by which the probability exceeds one half; otherwise half an hour. */
function tellingStep(of: Chances): number {
  const likely = of.findIndex((chance) => chance >= 0.5);
  return likely >= 0 ? likely : HORIZONS.indexOf(30);
}

const chances = newChances();

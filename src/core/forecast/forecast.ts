import type { ForecastTerms } from '../policy/forecast-policy.ts';
import { chancesOf, type ForecastModel } from './forecast-model.ts';
import { type Chances, HORIZONS, newChances } from './horizons.ts';
import { minutesSavedByOneMore, type StartLatency } from './start-latency.ts';
import { priceOf } from './wait-price.ts';
import { type Costs, isWorthKeeping, isWorthStarting } from './worth.ts';

/** The pool and its work at the moment of a forecast. */
export interface ForecastSituation {
  /** Nodes that the work that waits and runs needs. */
  readonly needed: number;
  /** Of these, for tasks that wait, and for tasks that have come since the last look. */
  readonly waiting: number;
  readonly fresh: number;
  /** Nodes that can run tasks, and nodes on their way to it. */
  readonly ready: number;
  readonly starting: number;
  /** All nodes that may be on. */
  readonly nodes: number;
  readonly slotsPerNode: number;
  readonly latency: StartLatency;
  readonly stopMinutes: number;
  /** Between two looks. */
  readonly tickMinutes: number;
}

/** How many nodes it pays to have. */
export interface Forecast {
  /** Nodes to have ready or on their way; at least those that are needed. */
  readonly nodes: number;
  /** Of these, nodes that are started beyond the need because the slowest starts are not waited for. */
  readonly spares: number;
  /** What decided: the level above which no node pays, or the last that does. */
  readonly evidence: ForecastEvidence | undefined;
}

/** The numbers that decided. */
export interface ForecastEvidence {
  readonly level: number;
  /** The chance that the level is needed within so many minutes. */
  readonly chance: number;
  readonly withinMinutes: number;
  /** What a minute of waiting of one task counts, in minutes of a node. */
  readonly waitPrice: number;
}

/**
 * Of a spare the minutes saved count this many times: it also serves what comes next. Where the owner asks for a wait or names a
 * price they count twice, which waits less at the same cost; with nothing set, cost comes first.
 */
const SPARE_VALUE = { withGoal: 2, withoutGoal: 1.5 };
/** A start request counts as so many minutes of a node: requests are throttled and limited by quota. */
const REQUEST_MINUTES = 0.1;

/** How many nodes of a pool it pays to keep, or to have started, at this moment. Changes nothing. */
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

/** What one more start is worth because the fastest of all that are under way serve the tasks that have just come. */
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

/** The first horizon by which it is more likely than not, or half an hour. */
function tellingStep(of: Chances): number {
  const likely = of.findIndex((chance) => chance >= 0.5);
  return likely >= 0 ? likely : HORIZONS.indexOf(30);
}

const chances = newChances();

import type { ForecastSituation } from '../../../src/core/forecast/forecast.ts';
import { type ForecastModel, newModel, observe, type SeenDemand } from '../../../src/core/forecast/forecast-model.ts';

/** A Monday. */
export const START_MINUTE = 28_300_320;
const NODES = 10;

/** A look at a pool of ten nodes with one slot each, on which nothing happens unless it is said. */
export function aLook(minute: number, said: Partial<SeenDemand> = {}): SeenDemand {
  return {
    epochMilliseconds: (START_MINUTE + minute) * 60_000,
    needed: 0,
    waitingTasks: 0,
    runningTasks: 0,
    submittedTasks: 0,
    endedTasks: 0,
    slotsPerNode: 1,
    paidNodes: 0,
    readyNodes: 0,
    nodes: NODES,
    restartMinutes: 4,
    ...said,
  };
}

/** Work that comes by the minute: how many nodes it needs. */
export type NodesAt = (minute: number) => number;

/** Four tasks of five minutes every twenty minutes. */
export const EVERY_TWENTY_MINUTES: NodesAt = (minute) => (minute % 20 < 5 ? 4 : 0);

/** A model of a pool of ten nodes that has seen such work for some minutes. */
export function modelAfter(minutes: number, nodesAt: NodesAt, model: ForecastModel = newModel(NODES)): ForecastModel {
  seeDemand(model, { from: 0, minutes }, nodesAt);
  return model;
}

/** Shows a model the work of some more minutes. */
export function seeDemand(
  model: ForecastModel,
  { from, minutes }: { readonly from: number; readonly minutes: number },
  nodesAt: NodesAt,
): void {
  for (let minute = from; minute < from + minutes; minute++) {
    const needed = nodesAt(minute);
    const before = minute === 0 ? 0 : nodesAt(minute - 1);
    const submittedTasks = Math.max(0, needed - before);
    const endedTasks = Math.max(0, before - needed);
    const paidNodes = Math.max(needed, 4);
    observe(model, aLook(minute, { needed, runningTasks: needed, submittedTasks, endedTasks, paidNodes }), undefined);
  }
}

/** A pool of ten nodes with one slot each that start in three minutes; all are off unless it is said. */
export function aSituation(said: Partial<ForecastSituation> = {}): ForecastSituation {
  return {
    needed: 0,
    waiting: 0,
    fresh: 0,
    ready: 0,
    starting: 0,
    nodes: NODES,
    slotsPerNode: 1,
    latency: { meanMinutes: 3, spread: undefined },
    stopMinutes: 1,
    tickMinutes: 1,
    ...said,
  };
}

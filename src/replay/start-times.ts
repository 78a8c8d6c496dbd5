import { type Draw, drawNormal } from './random.ts';

/** How long starts and deallocations take in a replay, in seconds. */
export interface NodeTimes {
  /** From the request until a node is ready: lognormal with this median and this deviation of the logarithm, clamped to bounds. */
  readonly startMedianS: number;
  readonly startSpread: number;
  readonly startLeastS: number;
  readonly startMostS: number;
  /** The share of the variance of the logarithm that the nodes of one request have in common. */
  readonly startShared: number;
  readonly deallocateS: number;
}

/** Figures of Batch pools of small Linux nodes. */
// assumed: a median of three minutes and a spread of a third, as the documentation gives no figures.
export const USUAL_NODE_TIMES: NodeTimes = {
  startMedianS: 180,
  startSpread: 0.35,
  startLeastS: 60,
  startMostS: 900,
  startShared: 0,
  deallocateS: 60,
};

/** The latency at a standard normal deviate. */
export function startAt({ startMedianS, startSpread, startLeastS, startMostS }: NodeTimes, deviate: number): number {
  return Math.min(startMostS, Math.max(startLeastS, startMedianS * Math.exp(startSpread * deviate)));
}

/** The mean latency, by quadrature over the normal distribution. */
export function meanStartS(times: NodeTimes): number {
  let sum = 0;
  let weights = 0;
  for (let deviate = -6; deviate <= 6; deviate += 0.01) {
    const weight = Math.exp((-deviate * deviate) / 2);
    sum += weight * startAt(times, deviate);
    weights += weight;
  }
  return sum / weights;
}

/** Latencies for the nodes of one request. */
export function drawStarts(times: NodeTimes, nodes: number, draw: Draw): readonly number[] {
  const { startShared } = times;
  const common = startShared > 0 && nodes > 0 ? drawNormal(draw) : 0;
  return Array.from({ length: nodes }, () =>
    startAt(times, Math.sqrt(startShared) * common + Math.sqrt(1 - startShared) * drawNormal(draw)),
  );
}

/** A part of the simulated time, in seconds since the workload begins: from one second, up to but without another. */
export interface ScoredSpan {
  readonly fromS: number;
  readonly untilS: number;
}

/** The node seconds of a simulated pool by state, and its starts, within the scored spans. */
export class PoolLedger {
  allocatedS = 0;
  idleS = 0;
  startingS = 0;
  busyS = 0;
  deallocatingS = 0;
  starts = 0;
  readonly #spans: readonly ScoredSpan[];
  #lastS = 0;
  /** The first span that has not ended at `#lastS`. */
  #next = 0;

  /** The spans are in order, and none overlaps another. */
  constructor(spans: readonly ScoredSpan[]) {
    this.#spans = spans;
  }

  /** Counts the time since the last call, during which so many nodes were in each state. */
  pass(nowS: number, nodes: Readonly<Record<'idle' | 'starting' | 'busy' | 'deallocating', number>>): void {
    const seconds = this.#scoredTo(nowS);
    if (seconds <= 0) return;
    this.allocatedS += seconds * (nodes.idle + nodes.starting + nodes.busy + nodes.deallocating);
    this.idleS += seconds * nodes.idle;
    this.startingS += seconds * nodes.starting;
    this.busyS += seconds * nodes.busy;
    this.deallocatingS += seconds * nodes.deallocating;
  }

  /** Counts starts that are requested at `nowS`. */
  addStarts(nowS: number, nodes: number): void {
    if (this.#spans.some(({ fromS, untilS }) => nowS >= fromS && nowS < untilS)) this.starts += nodes;
  }

  /** The scored seconds since the last call. */
  #scoredTo(nowS: number): number {
    let seconds = 0;
    for (let span = this.#spans[this.#next]; span !== undefined; span = this.#spans[this.#next]) {
      seconds += Math.max(0, Math.min(span.untilS, nowS) - Math.max(span.fromS, this.#lastS));
      if (span.untilS > nowS) break;
      this.#next += 1;
    }
    this.#lastS = nowS;
    return seconds;
  }
}

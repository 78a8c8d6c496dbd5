/** The node seconds of a simulated pool by state, and its starts, within the scored time. */
export class PoolLedger {
  allocatedS = 0;
  idleS = 0;
  startingS = 0;
  busyS = 0;
  starts = 0;
  readonly #fromS: number;
  readonly #untilS: number;
  #lastS = 0;

  constructor({ fromS, untilS }: { readonly fromS: number; readonly untilS: number }) {
    this.#fromS = fromS;
    this.#untilS = untilS;
  }

  /** Counts the time since the last call, during which so many nodes were in each state. */
  pass(nowS: number, nodes: Readonly<Record<'idle' | 'starting' | 'busy' | 'deallocating', number>>): void {
    const seconds = Math.min(this.#untilS, nowS) - Math.max(this.#fromS, this.#lastS);
    this.#lastS = nowS;
    if (seconds <= 0) return;
    this.allocatedS += seconds * (nodes.idle + nodes.starting + nodes.busy + nodes.deallocating);
    this.idleS += seconds * nodes.idle;
    this.startingS += seconds * nodes.starting;
    this.busyS += seconds * nodes.busy;
  }

  /** Counts starts that are requested at `nowS`. */
  addStarts(nowS: number, nodes: number): void {
    if (nowS >= this.#fromS && nowS < this.#untilS) this.starts += nodes;
  }
}

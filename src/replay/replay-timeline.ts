import type { TickObservation } from './simulated-pool.ts';

/** The state of a simulated pool over some minutes. */
export interface TimelinePoint {
  /** When these minutes begin, in seconds since the workload begins. */
  readonly atS: number;
  /** The most nodes that the work needed. */
  readonly needed: number;
  /** Nodes that were paid for, on average. */
  readonly paid: number;
  /** Nodes that were idle or busy, on average. */
  readonly ready: number;
  /** The most tasks that waited. */
  readonly waiting: number;
}

/** Few enough for a page to draw and for a response to hold. */
const MOST_POINTS = 700;
const STEP_S = 900;

/** Aggregates the ticks of a simulated pool by quarters of an hour, or by longer steps if too many of these differ. */
export class ReplayTimeline {
  readonly #fromS: number;
  readonly #untilS: number;
  readonly #slotsPerNode: number;
  readonly #points: TimelinePoint[] = [];
  #open: (TimelinePoint & { readonly ticks: number }) | undefined;

  constructor(
    { scoredFromS, scoredUntilS }: { readonly scoredFromS: number; readonly scoredUntilS: number },
    slotsPerNode: number,
  ) {
    this.#fromS = scoredFromS;
    this.#untilS = scoredUntilS;
    this.#slotsPerNode = slotsPerNode;
  }

  see({ nowS, nodes, pendingTasks, runningTasks }: TickObservation): void {
    if (nowS < this.#fromS || nowS >= this.#untilS) return;
    const atS = this.#fromS + Math.floor((nowS - this.#fromS) / STEP_S) * STEP_S;
    if (this.#open?.atS !== atS) this.#close();
    const before = this.#open ?? { atS, needed: 0, paid: 0, ready: 0, waiting: 0, ticks: 0 };
    let paid = 0;
    let ready = 0;
    for (const { state } of nodes) {
      if (state !== 'deallocated') paid++;
      if (state === 'idle' || state === 'running') ready++;
    }
    const needed = Math.min(nodes.length, Math.ceil((pendingTasks + runningTasks) / this.#slotsPerNode));
    this.#open = {
      atS,
      needed: Math.max(before.needed, needed),
      paid: before.paid + paid,
      ready: before.ready + ready,
      waiting: Math.max(before.waiting, pendingTasks),
      ticks: before.ticks + 1,
    };
  }

  /** The points so far at which something changes, at most 700. */
  points(): readonly TimelinePoint[] {
    this.#close();
    let points: readonly TimelinePoint[] = this.#points;
    let changes = changesOf(points);
    while (changes.length > MOST_POINTS) {
      points = pairsOf(points);
      changes = changesOf(points);
    }
    return changes;
  }

  #close(): void {
    if (this.#open === undefined) return;
    const { ticks, ...sums } = this.#open;
    this.#points.push({ ...sums, paid: rounded(sums.paid / ticks), ready: rounded(sums.ready / ticks) });
    this.#open = undefined;
  }
}

function rounded(nodes: number): number {
  return Math.round(nodes * 100) / 100;
}

/** Without the points that are the same as the one before. */
function changesOf(points: readonly TimelinePoint[]): readonly TimelinePoint[] {
  return points.filter((point, index) => {
    const before = points[index - 1];
    return before === undefined || KINDS.some((kind) => before[kind] !== point[kind]);
  });
}

const KINDS = ['needed', 'paid', 'ready', 'waiting'] as const satisfies readonly (keyof TimelinePoint)[];

/** Merges every two points into one that is twice as long. */
function pairsOf(points: readonly TimelinePoint[]): readonly TimelinePoint[] {
  return points.flatMap((point, index) => {
    if (index % 2 === 1) return [];
    const next = points[index + 1] ?? point;
    return {
      atS: point.atS,
      needed: Math.max(point.needed, next.needed),
      paid: rounded((point.paid + next.paid) / 2),
      ready: rounded((point.ready + next.ready) / 2),
      waiting: Math.max(point.waiting, next.waiting),
    };
  });
}

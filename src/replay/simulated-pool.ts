import { EventQueue, type PoolEvent } from './event-queue.ts';
import { JobProgress } from './job-progress.ts';
import { PoolLedger } from './pool-ledger.ts';
import { type Draw, drawsFrom } from './random.ts';
import { drawStarts, type NodeTimes } from './start-times.ts';
import type { ReplayPool, Workload } from './workload.ts';

/** The states of a simulated node, with the names of Batch. A `draining` node is `running` in Batch and takes no new tasks. */
export type SimulatedState = 'deallocated' | 'starting' | 'idle' | 'running' | 'draining' | 'deallocating';

/** A node of a simulated pool. */
export interface SimulatedNode {
  readonly index: number;
  state: SimulatedState;
  /** When the state began, in seconds since the workload begins. */
  sinceS: number;
  usedSlots: number;
}

/** What a policy sees of a simulated pool at a tick. Submitted and ended tasks are counted since the previous tick. */
export interface TickObservation {
  readonly nowS: number;
  readonly nodes: readonly SimulatedNode[];
  readonly pendingTasks: number;
  readonly runningTasks: number;
  readonly submittedTasks: number;
  readonly endedTasks: number;
}

/** A pool at the moment at which a job was submitted, before any of its tasks started. */
export interface PoolAtSubmission {
  readonly idle: number;
  readonly busy: number;
  readonly starting: number;
  readonly off: number;
  /** Tasks that were already waiting. */
  readonly ahead: number;
}

/** The acts of a policy at a tick, by the indices of the nodes. */
export interface TickActs {
  readonly start: readonly number[];
  readonly deallocate: readonly number[];
}

/** How a pool is simulated. */
export interface SimulationOptions {
  readonly times: NodeTimes;
  readonly tickS: number;
  readonly seed: number;
}

const WEEKS_AFTER_S = 14 * 86_400;

/**
 * Simulates a pool in memory, event by event. Tasks wait in one queue, and each takes a slot of a ready node as soon as one is
 * free: of a random idle node if nodes have one slot, otherwise of the fullest node. A node is paid for from its start request
 * until its deallocation has ended.
 */
export class SimulatedPool {
  /** When each task has started, in seconds since the workload begins; `NaN` if it has not. */
  readonly startedS: Float64Array;
  readonly ledger: PoolLedger;
  /** The state of the pool at each submission, in the order of the jobs. */
  readonly atSubmission: PoolAtSubmission[] = [];
  /** When starts were requested. */
  readonly #startsS: number[] = [];
  readonly #workload: Workload;
  readonly #pool: ReplayPool;
  readonly #options: SimulationOptions;
  readonly #events = new EventQueue();
  readonly #nodes: readonly SimulatedNode[];
  readonly #counts = { deallocated: 0, starting: 0, idle: 0, running: 0, draining: 0, deallocating: 0 };
  readonly #idle: number[] = [];
  readonly progress: JobProgress;
  readonly #chooseNode: Draw;
  readonly #chooseLatency: Draw;
  #nowS = 0;
  #freeSlots = 0;
  #nextJob = 0;
  #pending = 0;
  #running = 0;
  #submitted = 0;
  #ended = 0;
  #tick = 0;

  constructor(workload: Workload, pool: ReplayPool, options: SimulationOptions) {
    this.#workload = workload;
    this.#pool = pool;
    this.#options = options;
    this.startedS = new Float64Array(workload.tasks).fill(Number.NaN);
    this.progress = new JobProgress(workload);
    this.ledger = new PoolLedger(pool.scoredSpans ?? [{ fromS: pool.scoredFromS, untilS: pool.scoredUntilS }]);
    this.#nodes = Array.from({ length: pool.nodes }, (_, index) => ({
      index,
      state: 'deallocated',
      sinceS: 0,
      usedSlots: 0,
    }));
    this.#counts.deallocated = pool.nodes;
    this.#chooseNode = drawsFrom(options.seed * 7919 + 17);
    this.#chooseLatency = drawsFrom(options.seed * 104_729 + 3);
  }

  /** Switches all nodes on at once, for a pool that is always on. */
  switchAllOn(): void {
    for (const node of this.#nodes) this.#becomeReady(node);
  }

  /** Advances to the next tick; `undefined` once the scored time is over and no task waits, or two weeks after it at the latest. */
  nextTick(): TickObservation | undefined {
    for (;;) {
      const tickS = this.#tick * this.#options.tickS;
      const arrivalS = this.#workload.jobs[this.#nextJob]?.submittedS ?? Number.POSITIVE_INFINITY;
      if (this.#isOver(tickS, arrivalS)) {
        this.#passTo(Math.max(this.#nowS, this.#pool.scoredUntilS));
        return undefined;
      }
      const nextS = Math.min(arrivalS, this.#events.nextS, tickS);
      this.#passTo(nextS);
      if (this.#events.nextS <= nextS) this.#happen(this.#events.pop());
      else if (arrivalS <= nextS) this.#submit();
      else return this.#observe();
    }
  }

  /** Applies acts; an act that the state of its node does not allow is ignored. */
  apply({ start, deallocate }: TickActs): void {
    for (const index of deallocate) this.#deallocate(this.#nodes[index]);
    const starting = start.flatMap((index) => {
      const node = this.#nodes[index];
      return node?.state === 'deallocated' ? [node] : [];
    });
    this.ledger.addStarts(this.#nowS, starting.length);
    if (starting.length > 0) this.#startsS.push(this.#nowS);
    const latencies = drawStarts(this.#options.times, starting.length, this.#chooseLatency);
    for (const [order, node] of starting.entries()) {
      this.#enter(node, 'starting');
      this.#events.push({ atS: this.#nowS + (latencies[order] ?? 0), kind: 'started', node: node.index, job: -1 });
    }
  }

  /** When the first start at or after `atS` was requested; infinity if none was. */
  firstStartAfter(atS: number): number {
    return this.#startsS.find((startedS) => startedS >= atS) ?? Number.POSITIVE_INFINITY;
  }

  #isOver(tickS: number, arrivalS: number): boolean {
    const { scoredUntilS } = this.#pool;
    if (tickS <= scoredUntilS) return false;
    return (arrivalS > scoredUntilS && this.#pending === 0) || tickS > scoredUntilS + WEEKS_AFTER_S;
  }

  #passTo(nowS: number): void {
    const { idle, starting, running, draining, deallocating } = this.#counts;
    this.ledger.pass(nowS, { idle, starting, busy: running + draining, deallocating });
    this.#nowS = nowS;
  }

  #observe(): TickObservation {
    this.#tick++;
    const seen = {
      nowS: this.#nowS,
      nodes: this.#nodes,
      pendingTasks: this.#pending,
      runningTasks: this.#running,
      submittedTasks: this.#submitted,
      endedTasks: this.#ended,
    };
    this.#submitted = 0;
    this.#ended = 0;
    return seen;
  }

  #submit(): void {
    const { idle, running, draining, starting, deallocated: off } = this.#counts;
    this.atSubmission.push({ idle, busy: running + draining, starting, off, ahead: this.#pending });
    this.#release(this.progress.submit(this.#nextJob, this.#nowS));
    this.#nextJob++;
    this.#dispatch();
  }

  /** Queues tasks that have become runnable. */
  #release(tasks: number): void {
    this.#pending += tasks;
    this.#submitted += tasks;
  }

  #happen(event: PoolEvent | undefined): void {
    const node = event && this.#nodes[event.node];
    if (node === undefined) return;
    if (event?.kind === 'task-ended') this.#endTask(node, event.job);
    else if (event?.kind === 'started') this.#becomeReady(node);
    else this.#enter(node, 'deallocated');
    this.#dispatch();
  }

  #becomeReady(node: SimulatedNode): void {
    this.#enter(node, 'idle');
    this.#idle.push(node.index);
    this.#freeSlots += this.#pool.slotsPerNode;
  }

  #endTask(node: SimulatedNode, job: number): void {
    this.#release(this.progress.endTask(job, this.#nowS));
    this.#running--;
    this.#ended++;
    node.usedSlots--;
    if (node.state === 'draining') {
      if (node.usedSlots === 0) this.#beginDeallocation(node);
      return;
    }
    this.#freeSlots++;
    if (node.usedSlots > 0) return;
    this.#enter(node, 'idle');
    this.#idle.push(node.index);
  }

  #deallocate(node: SimulatedNode | undefined): void {
    if (node?.state === 'idle') {
      this.#idle.splice(this.#idle.lastIndexOf(node.index), 1);
      this.#freeSlots -= this.#pool.slotsPerNode;
      this.#beginDeallocation(node);
    } else if (node?.state === 'running') {
      this.#freeSlots -= this.#pool.slotsPerNode - node.usedSlots;
      this.#enter(node, 'draining');
    }
  }

  #beginDeallocation(node: SimulatedNode): void {
    this.#enter(node, 'deallocating');
    const atS = this.#nowS + this.#options.times.deallocateS;
    this.#events.push({ atS, kind: 'deallocated', node: node.index, job: -1 });
  }

  #dispatch(): void {
    while (this.#pending > 0 && this.#freeSlots > 0) {
      const node = this.#takeNode();
      const next = node && this.progress.startTask();
      if (node === undefined || next === undefined) return;
      if (node.usedSlots++ === 0) this.#enter(node, 'running');
      this.#freeSlots--;
      this.#pending--;
      this.#running++;
      this.startedS[next.task] = this.#nowS;
      this.#events.push({ atS: this.#nowS + next.runS, kind: 'task-ended', node: node.index, job: next.job });
    }
  }

  #takeNode(): SimulatedNode | undefined {
    if (this.#pool.slotsPerNode > 1) return this.#takeFullest();
    const place = Math.floor(this.#chooseNode() * this.#idle.length);
    const [index = -1] = this.#idle.splice(place, 1);
    return this.#nodes[index];
  }

  #takeFullest(): SimulatedNode | undefined {
    let fullest: SimulatedNode | undefined;
    for (const node of this.#nodes) {
      const isFree = (node.state === 'idle' || node.state === 'running') && node.usedSlots < this.#pool.slotsPerNode;
      if (isFree && (fullest === undefined || node.usedSlots > fullest.usedSlots)) fullest = node;
    }
    if (fullest?.state === 'idle') this.#idle.splice(this.#idle.lastIndexOf(fullest.index), 1);
    return fullest;
  }

  #enter(node: SimulatedNode, state: SimulatedState): void {
    this.#counts[node.state]--;
    this.#counts[state]++;
    node.state = state;
    node.sinceS = this.#nowS;
  }
}

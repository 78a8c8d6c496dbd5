import type { Policy } from '../core/policy/policy.ts';
import type { NodeState } from '../core/pool/node-state.ts';
import type { Schedule } from '../core/schedule/schedule.ts';
import { type DeciderNode, TickDecider } from './tick-decider.ts';

/** What an external simulation states about a pool before the first tick; times in seconds. */
export interface ProtocolConfig {
  readonly poolSize: number;
  readonly slotsPerNode: number;
  readonly tickS?: number | undefined;
  /** From a start request until the node is ready, on average. */
  readonly startMeanS?: number | undefined;
  /** The mean time of a start plus the deallocation after it. */
  readonly overheadS?: number | undefined;
}

/** A pool at a tick, as the protocol describes it; other members are ignored. */
export interface ProtocolTick {
  /** In seconds since the epoch. */
  readonly time: number;
  readonly nodes: readonly ProtocolNode[];
  readonly pendingTasks: number;
  readonly runningTasks: number;
  /** Tasks since the previous tick. */
  readonly submitted: number;
  readonly completed: number;
}

/** A node at a tick; a `draining` node runs its tasks and takes no new ones. */
export interface ProtocolNode {
  readonly id: number | string;
  readonly state: 'deallocated' | 'starting' | 'idle' | 'running' | 'draining' | 'deallocating';
  /** In seconds since the epoch. */
  readonly since: number;
  readonly used: number;
}

/** The ids of the nodes to start and to deallocate. */
export interface ProtocolActs {
  readonly start: readonly (number | string)[];
  readonly deallocate: readonly (number | string)[];
}

/** A policy that simulations call through a protocol: `init`, then `tick` once for each tick, then `end`. */
export class ProtocolPolicy {
  readonly #policy: Policy;
  readonly #schedules: readonly Schedule[];
  #decider: TickDecider | undefined;

  constructor(policy: Policy, schedules: readonly Schedule[] = []) {
    this.#policy = policy;
    this.#schedules = schedules;
  }

  /** Begins with a pool without history. */
  init({ poolSize, slotsPerNode, tickS, startMeanS, overheadS }: ProtocolConfig): void {
    this.#decider = new TickDecider({
      policy: this.#policy,
      schedules: this.#schedules,
      nodes: poolSize,
      slotsPerNode,
      expected: {
        startMinutes: startMeanS === undefined ? undefined : startMeanS / 60,
        stopMinutes: startMeanS === undefined || overheadS === undefined ? undefined : (overheadS - startMeanS) / 60,
        tickMinutes: tickS === undefined ? undefined : tickS / 60,
      },
    });
  }

  /** Decides a tick. @throws Error before `init` */
  tick(seen: ProtocolTick): ProtocolActs {
    if (this.#decider === undefined) throw new Error('init comes before the first tick.');
    const acts = this.#decider.decide({
      epochMilliseconds: Math.round(seen.time * 1000),
      nodes: seen.nodes.map(nodeOf),
      pendingTasks: seen.pendingTasks,
      runningTasks: seen.runningTasks,
      submittedTasks: seen.submitted,
      endedTasks: seen.completed,
    });
    const idsOf = (places: readonly number[]) => places.flatMap((place) => seen.nodes[place]?.id ?? []);
    return { start: idsOf(acts.start), deallocate: idsOf(acts.deallocate) };
  }

  end(): void {
    this.#decider = undefined;
  }
}

function nodeOf({ state, since, used }: ProtocolNode): DeciderNode {
  const shown: NodeState = state === 'draining' ? 'running' : state;
  return { state: shown, sinceMilliseconds: since * 1000, runningTasks: used };
}

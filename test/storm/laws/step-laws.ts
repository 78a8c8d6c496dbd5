import type { JournalEntry } from '../../../src/emulator/world/journal.ts';
import type { Promises } from '../promises.ts';
import { HOSTILE, type StormPool, UNTOUCHED } from '../storm-pools.ts';
import { FailedStarts } from './failed-starts.ts';
import { Fleets } from './fleets.ts';
import { PoolLaws } from './pool-laws.ts';
import { TaskLaws } from './task-laws.ts';
import { actsOf, type Transition, type WitnessedAct } from './witnessed-act.ts';

/** What there is to judge by beside the journal. */
export interface Testimony {
  readonly pools: readonly StormPool[];
  readonly promises: Promises;
  /** Requests of people by correlation. */
  readonly byHand: ReadonlyMap<string, HandRequest>;
}

/** A request of somebody for nodes that was accepted. */
export interface HandRequest {
  /** For how many nodes; `undefined` for all of them. */
  readonly count: number | undefined;
  readonly despiteStop: boolean;
}

/** Holds the laws against a journal, entry by entry as it is read. */
export class StepLaws {
  /** What apps have asked for, whatever came of it. */
  readonly asked: WitnessedAct[] = [];
  readonly failedStarts = new FailedStarts();
  readonly #testimony: Testimony;
  readonly #fleets = new Fleets();
  readonly #tasks: TaskLaws;
  readonly #pools: ReadonlyMap<string, PoolLaws>;
  /** How many nodes each request by hand has changed. */
  readonly #taken = new Map<string, number>();

  constructor(testimony: Testimony) {
    this.#testimony = testimony;
    this.#tasks = new TaskLaws(testimony.pools);
    const seen = { fleets: this.#fleets, failedStarts: this.failedStarts };
    this.#pools = new Map(testimony.pools.map((pool) => [pool.id, new PoolLaws(pool, seen, testimony)]));
  }

  /** What further entries tell that breaks a law. */
  breachesOf(entries: readonly JournalEntry[]): readonly string[] {
    return entries.flatMap((entry) => {
      const tasks = this.#tasks.breachesOf(entry);
      if (entry.kind === 'transition') this.#take(entry);
      return [...tasks, ...actsOf(entry).flatMap((act) => this.#judge(act))];
    });
  }

  #take(change: Transition): void {
    this.#fleets.take(change);
    this.failedStarts.take(change);
  }

  #judge(act: WitnessedAct): readonly string[] {
    const change = this.#fleets.changeBy(act);
    if (act.correlation === undefined) return [];
    this.asked.push(act);
    if (change !== undefined) this.failedStarts.begin(act);
    return [
      ...untouchableBreaches(act),
      ...(this.#pools.get(act.pool)?.breachesOfAsking(act) ?? []),
      ...(change === undefined
        ? []
        : [
            ...stateBreaches(act, change),
            ...this.#handBreaches(act, act.correlation),
            ...(this.#pools.get(act.pool)?.breachesOf(act) ?? []),
          ]),
    ];
  }

  #handBreaches({ node, at }: WitnessedAct, correlation: string): readonly string[] {
    const { byHand, promises } = this.#testimony;
    const request = byHand.get(correlation);
    if (request === undefined) return [];
    const taken = (this.#taken.get(correlation) ?? 0) + 1;
    this.#taken.set(correlation, taken);
    const { count, despiteStop } = request;
    return [
      ...(count === undefined || taken <= count ? [] : [`law 9: ${taken} nodes for a request of ${count}`]),
      ...(despiteStop || !promises.isStopped(at) ? [] : [`law 3: everything was stopped: ${node} by hand at ${at}`]),
    ];
  }
}

function untouchableBreaches({ pool, node, action }: WitnessedAct): readonly string[] {
  if (pool === UNTOUCHED) return [`law 6: ${node} has a formula, and was to ${action}`];
  return pool === HOSTILE ? [`law 11: ${action} of ${node}, of whose documents nothing can be read`] : [];
}

const STATES_FOR: Readonly<Record<WitnessedAct['action'], readonly (string | null)[]>> = {
  start: ['deallocated'],
  deallocate: ['idle', 'running'],
  remove: ['deallocated'],
};

function stateBreaches({ action, node, at }: WitnessedAct, change: Transition): readonly string[] {
  return [
    ...(STATES_FOR[action].includes(change.from)
      ? []
      : [`law 2: ${action} of ${node} at ${at} found it ${change.from}`]),
    ...(change.isDedicated ? [] : [`law 6: ${node} is a Spot node, and was to ${action}`]),
  ];
}

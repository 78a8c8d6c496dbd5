import { Temporal } from 'temporal-polyfill';
import type { Transition, WitnessedAct } from './witnessed-act.ts';

interface Shown {
  readonly pool: string;
  readonly change: Transition;
}

const ENTERED: Readonly<Record<WitnessedAct['action'], string>> = {
  start: 'starting',
  deallocate: 'deallocating',
  remove: 'leavingpool',
};

/** The dedicated nodes of all pools as the journal shows them, entry by entry. */
export class Fleets {
  readonly #nodes = new Map<string, Shown>();
  /** Numbers of changes that a request is known for. */
  readonly #explained = new Set<number>();
  /** Numbers of the changes that showed nodes deallocated last. */
  readonly #offAt = new Map<string, number>();
  /** By pool: when how many of its nodes were ready, oldest first. */
  readonly #readiness = new Map<string, { readonly at: Temporal.Instant; readonly ready: number }[]>();

  take(change: Transition): void {
    const { pool, node, to } = change;
    if (!change.isDedicated) return void this.#nodes.set(node, { pool: `${pool}, Spot`, change });
    this.#nodes.set(node, { pool, change });
    if (to === 'deallocated') this.#offAt.set(node, change.number);
    const readiness = this.#readiness.get(pool) ?? [];
    readiness.push({ at: Temporal.Instant.from(change.at), ready: this.ready(pool) });
    this.#readiness.set(pool, readiness);
  }

  /**
   * The change of a node that a request for it has brought about, whatever was answered: of all requests the first after
   * the change, at the same moment.
   */
  changeBy({ at, node, action }: Pick<WitnessedAct, 'at' | 'node' | 'action'>): Transition | undefined {
    const change = this.#nodes.get(node)?.change;
    if (change === undefined || this.#explained.has(change.number) || change.to !== ENTERED[action]) return undefined;
    this.#explained.add(change.number);
    return Temporal.Instant.from(change.at).equals(at) ? change : undefined;
  }

  ready(pool: string): number {
    return this.#states(pool).filter((state) => state === 'idle' || state === 'running').length;
  }

  /** How many nodes a pool has: nodes vanish, and are given back. */
  size(pool: string): number {
    return this.#states(pool).filter((state) => state !== null && state !== 'leavingpool').length;
  }

  /** The most nodes that were ready since an instant. */
  mostReadySince(pool: string, since: Temporal.Instant): number {
    const readiness = this.#readiness.get(pool) ?? [];
    const first = readiness.findLastIndex(({ at }) => Temporal.Instant.compare(at, since) <= 0);
    return Math.max(0, ...readiness.slice(Math.max(0, first)).map(({ ready }) => ready));
  }

  /** Has an act shown a node deallocated? */
  hasGone({ node, number }: Pick<WitnessedAct, 'node' | 'number'>): boolean {
    return (this.#offAt.get(node) ?? 0) > number;
  }

  /** When a node began to deallocate that has not ended. */
  drainsSince(node: string): Temporal.Instant | undefined {
    const change = this.#nodes.get(node)?.change;
    return change?.to === 'deallocating' ? Temporal.Instant.from(change.at) : undefined;
  }

  #states(pool: string) {
    return [...this.#nodes.values()].filter((one) => one.pool === pool).map(({ change }) => change.to);
  }
}

import { Temporal } from 'temporal-polyfill';
import type { PowerAct, TasksOnDeallocate } from '../../../src/core/pool/act.ts';
import type { NodeState } from '../../../src/core/pool/node-state.ts';
import type { NodeSnapshot } from '../../../src/core/pool/snapshot.ts';
import type { Chance } from '../../../src/emulator/world/chance.ts';

const MINUTE = 60_000;

/** A node as it really is. Times are in milliseconds. */
export interface ModelNode {
  readonly id: string;
  state: NodeState;
  since: number;
  /** Finishes its task, and goes then; it still shows `running`, and who has asked for it does not show. */
  draining: 'ours' | 'somebodys' | undefined;
  /** Since when it does. */
  drainsSince: number | undefined;
  taskEnds: number | undefined;
  /** When it was last deallocated to the end. */
  lastOff: number | undefined;
  bootedAt: number | undefined;
  /** When a transition is over, and to what. */
  next: { readonly at: number; readonly state: NodeState } | undefined;
}

/** A request to act that has arrived, by whomever it was made. */
export interface Arrival {
  readonly at: number;
  readonly action: PowerAct;
  readonly node: string;
  readonly correlation: string;
  readonly tookEffect: boolean;
  /** What became of the tasks of a node that goes. */
  readonly tasks: TasksOnDeallocate;
  /** For how many milliseconds its node had been draining for us; `undefined` if it was not. */
  readonly drained: number | undefined;
}

/** A request to act, by whomever it is made. */
export interface Asked extends Pick<Arrival, 'action' | 'node' | 'correlation'> {
  readonly tasks?: TasksOnDeallocate | undefined;
}

interface Taking extends Pick<Arrival, 'action' | 'tasks'> {
  readonly whose: 'ours' | 'somebodys';
}

/** A pool of nodes in memory: what happens there, and a journal of it that nobody can deny. */
export class ModelWorld {
  readonly nodes: readonly ModelNode[];
  readonly journal: Arrival[] = [];
  now: number;
  readonly #chance: Chance;
  /** How many of a hundred starts fall back. */
  failingStarts = 0;

  constructor(chance: Chance, size: number, now: number) {
    this.#chance = chance;
    this.now = now;
    this.nodes = Array.from({ length: size }, (_, index) => ({
      id: `n${index}`,
      state: chance.integer(0, 2) === 0 ? 'deallocated' : 'idle',
      since: now - 60 * MINUTE,
      draining: undefined,
      drainsSince: undefined,
      taskEnds: undefined,
      lastOff: undefined,
      bootedAt: undefined,
      next: undefined,
    }));
  }

  get instant(): Temporal.Instant {
    return Temporal.Instant.fromEpochMilliseconds(this.now);
  }

  shown(): readonly NodeSnapshot[] {
    return this.nodes.map(({ id, state, since, taskEnds, bootedAt }) => ({
      id,
      state,
      stateSince: since,
      dedicated: true,
      schedulingEnabled: true,
      runningTasks: taskEnds === undefined ? 0 : 1,
      bootedAt,
    }));
  }

  /** Time passes, and what was under way comes to its end. */
  advance(minutes: number): void {
    for (let minute = 0; minute < minutes; minute += 1) {
      this.now += MINUTE;
      for (const node of this.nodes) this.#step(node);
    }
  }

  #step(node: ModelNode): void {
    if (node.taskEnds !== undefined && node.taskEnds <= this.now) {
      node.taskEnds = undefined;
      this.#enter(node, 'idle');
      if (node.draining !== undefined) this.#deallocate(node);
    }
    if (node.next !== undefined && node.next.at <= this.now) this.#enter(node, node.next.state);
  }

  #enter(node: ModelNode, state: NodeState): void {
    if (node.state === 'starting' && state === 'idle') node.bootedAt = this.now;
    node.state = state;
    if (state === 'deallocated') node.lastOff = this.now;
    node.since = this.now;
    node.next = undefined;
  }

  #deallocate(node: ModelNode): void {
    node.draining = undefined;
    node.drainsSince = undefined;
    node.taskEnds = undefined;
    this.#enter(node, 'deallocating');
    node.next = { at: this.now + this.#chance.integer(1, 3) * MINUTE, state: 'deallocated' };
  }

  /** A task comes to an idle node, if there is one. */
  land(minutes: number): void {
    const idle = this.nodes.filter(({ state }) => state === 'idle');
    const node = idle[this.#chance.integer(0, Math.max(0, idle.length - 1))];
    if (node === undefined) return;
    this.#enter(node, 'running');
    node.taskEnds = this.now + minutes * MINUTE;
  }

  /** A request to act arrives. Gives whether the service takes it. */
  act({ node: id, action, correlation, tasks = 'taskcompletion' }: Asked): boolean {
    const node = this.nodes.find((one) => one.id === id);
    const drained = node?.drainsSince === undefined ? undefined : this.now - node.drainsSince;
    const whose = correlation === 'somebody' ? 'somebodys' : 'ours';
    const tookEffect = node !== undefined && this.#take(node, { action, whose, tasks });
    this.journal.push({ at: this.now, action, node: id, correlation, tookEffect, tasks, drained });
    return tookEffect;
  }

  #take(node: ModelNode, { action, whose, tasks }: Taking): boolean {
    if (action === 'start') {
      if (node.state !== 'deallocated') return false;
      this.#enter(node, 'starting');
      const fails = this.#chance.integer(1, 100) <= this.failingStarts;
      node.next = { at: this.now + this.#chance.integer(2, 6) * MINUTE, state: fails ? 'deallocated' : 'idle' };
      return true;
    }
    if (node.state === 'running' && tasks === 'taskcompletion') this.#drain(node, whose);
    else if (node.state === 'idle' || node.state === 'running') this.#deallocate(node);
    else return false;
    return true;
  }

  #drain(node: ModelNode, whose: 'ours' | 'somebodys'): void {
    if (whose === 'somebodys' && node.draining !== undefined) return;
    node.draining = whose;
    if (whose === 'ours') node.drainsSince ??= this.now;
  }

  /** Nodes that take tasks, or could, as far as anybody can know: what somebody else has asked a node that runs does not show. */
  ready(): number {
    return this.nodes.filter(({ state, draining }) => (state === 'idle' || state === 'running') && draining !== 'ours')
      .length;
  }
}

/**
 * The life of a node with one task slot, as batch-api.md sections 1.4, 1.5, 2.1 and 9 tell it. Written from there and not
 * from the emulator; where that says "not established", it says here what the emulator says it assumes.
 */
export const MINUTE = 60_000;

/** Latencies that the emulator under test is given. */
export const CREATE = MINUTE;
export const START = 3 * MINUTE;
export const DEALLOCATE = MINUTE;
export const REBOOT = 2 * MINUTE;
export const REIMAGE = 5 * MINUTE;

export type Option = 'requeue' | 'terminate' | 'taskcompletion' | 'retaineddata';
type Purpose = 'deallocate' | 'offline' | 'reboot' | 'reimage';
type State =
  | 'creating'
  | 'starting'
  | 'idle'
  | 'running'
  | 'deallocating'
  | 'deallocated'
  | 'offline'
  | 'rebooting'
  | 'reimaging';

interface ModelTask {
  readonly number: number;
  readonly length: number;
  /** How long its data is kept after its end. */
  readonly retention: number;
}

/** A node, the tasks of its job, and what will happen to them by itself. Times are milliseconds from the beginning. */
export class NodeModel {
  state: State = 'creating';
  enabled = true;
  /** On its way out of service: no new task comes. */
  draining: Purpose | undefined;
  readonly tasks: ('active' | 'running' | 'completed')[] = [];
  running: { readonly task: ModelTask; readonly end: number } | undefined;
  #now = 0;
  #due: number | undefined = CREATE;
  #waiting: ModelTask[] = [];
  /** Until when the data of the tasks that ran on this machine is kept. */
  #kept: number[] = [];
  #waitsForRetention = false;

  advance(time: number): void {
    const end = this.#now + time;
    for (let next = this.#next(); next <= end; next = this.#next()) {
      this.#now = next;
      if (this.running?.end === next) this.#finish();
      else this.#step();
    }
    this.#now = end;
  }

  addTask(length: number, retention: number): void {
    this.#waiting.push({ number: this.tasks.length, length, retention });
    this.tasks.push('active');
    this.#settle();
  }

  /** The code of the refusal; `undefined` if the node was started. */
  start(): string | undefined {
    // "You can start a Compute Node only if it has been deallocated."
    if (this.state !== 'deallocated') return this.#conflict();
    this.#enter('starting', START);
    return undefined;
  }

  /** Deallocates, reboots or reimages; the code of the refusal, `undefined` if it was accepted. */
  takeOut(purpose: Exclude<Purpose, 'offline'>, option: Option): string | undefined {
    // "… only if it is in an idle or running state", of all three.
    if (this.state !== 'idle' && this.state !== 'running') return this.#conflict();
    this.#waitsForRetention = option === 'retaineddata';
    this.#drain(purpose, option);
    return undefined;
  }

  disable(option: Option): string | undefined {
    if (!this.enabled) return 'NodeAlreadyInTargetSchedulingState';
    // assumed: only where a node takes tasks.
    if (this.state !== 'idle' && this.state !== 'running') return this.#conflict();
    this.enabled = false;
    this.#drain('offline', option);
    return undefined;
  }

  enable(): string | undefined {
    if (this.enabled) return 'NodeAlreadyInTargetSchedulingState';
    this.enabled = true;
    this.draining = undefined;
    if (this.state === 'offline') this.#enter('idle');
    this.#settle();
    return undefined;
  }

  #next(): number {
    return Math.min(this.#due ?? Number.POSITIVE_INFINITY, this.running?.end ?? Number.POSITIVE_INFINITY);
  }

  #enter(state: State, latency?: number): void {
    this.state = state;
    this.#due = latency === undefined ? undefined : this.#now + latency;
  }

  #step(): void {
    switch (this.state) {
      case 'creating':
        return this.#enter('starting', START);
      case 'rebooting':
        return this.#enter('starting', START);
      case 'reimaging':
        return this.#enter('starting', START);
      case 'starting':
        this.#enter('idle');
        return this.#settle();
      case 'deallocating':
        this.draining = undefined;
        return this.#enter('deallocated');
      default:
        throw new Error(`Nothing is due in the state ${this.state}.`);
    }
  }

  /** Gives the oldest waiting task to the node if it takes one. */
  #settle(): void {
    const [task, ...others] = this.#waiting;
    if (this.state !== 'idle' || !this.enabled || task === undefined) return;
    this.#waiting = others;
    this.running = { task, end: this.#now + task.length };
    this.tasks[task.number] = 'running';
    this.#enter('running');
  }

  #finish(): void {
    const task = this.running?.task;
    this.running = undefined;
    if (task === undefined) return;
    this.tasks[task.number] = 'completed';
    this.#kept.push(this.#now + task.retention);
    if (this.draining !== undefined) return this.#goOut(this.draining);
    this.#enter('idle');
    this.#settle();
  }

  #drain(purpose: Purpose, option: Option): void {
    this.draining = purpose;
    const task = this.running?.task;
    if (task === undefined) return this.#goOut(purpose);
    if (option === 'requeue') {
      // "Terminate running Task processes and requeue the Tasks."
      this.tasks[task.number] = 'active';
      this.running = undefined;
      // The oldest first: it is older than all that wait.
      this.#waiting.unshift(task);
      return this.#goOut(purpose);
    }
    // "Terminate running Tasks. The Tasks will be completed with failureInfo …, and will not run again."
    if (option === 'terminate') return this.#finish();
    // "Allow currently running Tasks to complete. Schedule no new Tasks while waiting."
    // assumed: meanwhile `deallocating` (the knob `drainingState`); for the others the node goes on running.
    if (purpose === 'deallocate') this.#enter('deallocating');
  }

  #goOut(purpose: Purpose): void {
    // "… then wait for all Task data retention periods to expire."
    const kept = this.#waitsForRetention ? Math.max(0, ...this.#kept.map((until) => until - this.#now)) : 0;
    this.#waitsForRetention = false;
    if (purpose === 'deallocate') return this.#enter('deallocating', DEALLOCATE + kept);
    this.draining = undefined;
    if (purpose === 'offline') return this.#enter('offline');
    return purpose === 'reboot' ? this.#enter('rebooting', REBOOT + kept) : this.#enter('reimaging', REIMAGE + kept);
  }

  /** assumed: the codes whose sentences fit (batch-api.md 1.5). */
  #conflict(): string {
    const codes: Partial<Record<State, string>> = {
      creating: 'NodeBeingCreated',
      starting: 'NodeBeingStarted',
      rebooting: 'NodeBeingRebooted',
      reimaging: 'NodeBeingReimaged',
    };
    return codes[this.state] ?? 'OperationInvalidForCurrentState';
  }
}

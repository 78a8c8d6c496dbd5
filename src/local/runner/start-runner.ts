import { randomBytes } from 'node:crypto';
import type { Temporal } from 'temporal-polyfill';
import { openForwarding } from './forwarding.ts';
import type { FunctionLog } from './function-app.ts';
import { readHostSettings } from './host-settings.ts';
import { startHttpServer } from './http-server.ts';
import { invoker } from './invoke.ts';
import { loadApp } from './load-app.ts';
import { Loops } from './loops.ts';
import type { MessageFaults } from './message-faults.ts';
import { type QueueListener, queueListener } from './queue-listener.ts';
import { type DueTimer, timersOf } from './timers.ts';

/** The time of the timers, and its speed. */
export interface RunnerClock {
  now(): Temporal.Instant;
  /** Virtual seconds per second; 0 means a stopped clock. */
  readonly speed: number;
}

/** The app to run, and its address. */
export interface RunnerOptions {
  /** The folder with package.json and host.json of a built app. */
  readonly root: string;
  /** App settings. They override the environment, so that the app cannot act on anything else. */
  readonly settings: Readonly<Record<string, string>>;
  readonly clock: RunnerClock;
  /** 0 means any free port. */
  readonly port?: number;
  /** Random by default. */
  readonly functionKey?: string;
  /** Faults of the queues; by default there are none. */
  readonly messageFaults?: MessageFaults | undefined;
  readonly log: FunctionLog;
}

/** A host for the functions of a built app, in this process. */
export interface Runner {
  readonly url: string;
  readonly functionKey: string;
  /**
   * Calls the timers that are due, waits for functions that were called by hand, and processes the queues until they are empty.
   * For a clock that the caller moves.
   */
  settle(): Promise<void>;
  /** Does the same on its own from now on, when the clock or a queue requires it. */
  run(): void;
  close(): Promise<void>;
}

/** Loads an app and serves its functions. @throws Error if it cannot be loaded or the port is taken */
export async function startRunner(options: RunnerOptions): Promise<Runner> {
  const { root, settings, clock, log } = options;
  Object.assign(process.env, settings);
  const app = await loadApp(root);
  const forwarding = await openForwarding(app);
  const host = readHostSettings(root);
  const invoke = invoker(app, { log, functionTimeout: host.functionTimeout });
  const timers = timersOf(app.functions, { now: () => clock.now(), settings: process.env, invoke });
  const listeners = app.functions
    .filter(({ trigger }) => trigger.type.toLowerCase() === 'queuetrigger')
    .map((registered) => {
      const connectionString = settings[String(registered.trigger['connection'])] ?? '';
      const { messageFaults: faults } = options;
      return queueListener(registered, {
        connectionString,
        settings: host.queues,
        invoke,
        speed: () => clock.speed,
        faults,
      });
    });
  const functionKey = options.functionKey ?? randomBytes(24).toString('base64url');
  const timerNames = new Set(app.functions.filter(isTimer).map(({ name }) => name));
  const server = await startHttpServer(app.functions, {
    routePrefix: host.http.routePrefix,
    port: options.port ?? 0,
    functionKey,
    invoke,
    forwardTo: forwarding.address,
    runNow: (name) => (timerNames.has(name) ? timers.fireNow(name) : undefined),
  });
  const loops = new Loops((error) => log('error', `The local runner: ${String(error)}`, 'host'));
  return {
    url: server.url,
    functionKey,
    settle: async () => {
      await Promise.all([timers.fire(), timers.idle()]);
      await emptyQueues(listeners);
    },
    run: () => {
      for (const timer of timers.each) loops.start(() => fireWhenDue(timer, clock));
      const longest = () => host.queues.maxPollingInterval.total('milliseconds') / Math.max(1, clock.speed);
      for (const listener of listeners) loops.start(poll(listener, longest));
    },
    close: async () => {
      await loops.stop();
      await server.close();
      await forwarding.close();
    },
  };
}

function isTimer({ trigger }: { readonly trigger: { readonly type: string } }): boolean {
  return trigger.type.toLowerCase() === 'timertrigger';
}

/**
 * Empties the queues. The poison queues come last, because they get messages only from the others: if nothing was given up,
 * they are polled once.
 */
async function emptyQueues(listeners: readonly QueueListener[]): Promise<void> {
  const others = listeners.filter(({ isPoison }) => !isPoison);
  let given: number;
  do {
    await emptyInTurn(others);
    given = 0;
    for (const listener of listeners) if (listener.isPoison) given += await listener.drain();
  } while (given > 0);
}

/**
 * Drains the queues in turn until each was found empty after the last message of any, so that messages which one queue's
 * function sends to another queue are processed too.
 */
async function emptyInTurn(listeners: readonly QueueListener[]): Promise<void> {
  let empty = 0;
  while (empty < listeners.length)
    for (const listener of listeners) {
      // A queue that had messages was drained until it was empty.
      empty = (await listener.drain()) > 0 ? 1 : empty + 1;
      if (empty === listeners.length) return;
    }
}

/** How often the clock is read, in milliseconds; it may jump. */
const LOOK_MS = 100;

/** Calls a timer that is due. @returns how long to wait, in milliseconds */
async function fireWhenDue(timer: DueTimer, clock: RunnerClock): Promise<number> {
  await timer.fire();
  if (clock.speed === 0) return LOOK_MS;
  return Math.min(LOOK_MS, Math.max(0, clock.now().until(timer.next()).total('milliseconds') / clock.speed));
}

/** The shortest polling interval of the queues of an idle host, in milliseconds. */
const SHORTEST_POLL_MS = 25;

/** Polls a queue: at once after messages, then at growing intervals. @returns how long to wait, in milliseconds */
function poll(listener: QueueListener, longest: () => number): () => Promise<number> {
  let pause = SHORTEST_POLL_MS;
  return async () => {
    const taken = await listener.drain();
    pause = taken > 0 ? SHORTEST_POLL_MS : Math.min(pause * 2, Math.max(SHORTEST_POLL_MS, longest()));
    return pause;
  };
}

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
import { type Timers, timersOf } from './timers.ts';

/** The time by which timers run, and how fast it does. */
export interface RunnerClock {
  now(): Temporal.Instant;
  /** Virtual seconds a second; 0 stands still. */
  readonly speed: number;
}

/** What a runner runs, and where. */
export interface RunnerOptions {
  /** The folder with package.json and host.json of a built app. */
  readonly root: string;
  /** App settings. They win over the environment: what runs here must not act somewhere else. */
  readonly settings: Readonly<Record<string, string>>;
  readonly clock: RunnerClock;
  /** 0 is any free one. */
  readonly port?: number;
  /** A random one without it. */
  readonly functionKey?: string;
  /** What the queues do to messages; nothing without it. */
  readonly messageFaults?: MessageFaults | undefined;
  readonly log: FunctionLog;
}

/** A host for the functions of a built app, in this process. */
export interface Runner {
  readonly url: string;
  readonly functionKey: string;
  /**
   * Calls the timers that are due, waits for those that somebody has called, and processes the queues until they are empty. For a clock
   * that is moved by hand.
   */
  settle(): Promise<void>;
  /** Does so by itself from now on, whenever the clock or a queue asks for it. */
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
      loops.start(() => fireWhenDue(timers, clock));
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
 * Empties the queues. The poison queues come last, as messages reach them only out of the others: they are polled once where
 * nothing was given up.
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
 * Takes the queues in turn until each has been found empty since the last message of any was processed: what one queue's function sends
 * to another is processed as well.
 */
async function emptyInTurn(listeners: readonly QueueListener[]): Promise<void> {
  let empty = 0;
  while (empty < listeners.length)
    for (const listener of listeners) {
      // A queue that had messages has been found empty after them.
      empty = (await listener.drain()) > 0 ? 1 : empty + 1;
      if (empty === listeners.length) return;
    }
}

/** How often a clock is looked at, which may jump, in milliseconds. */
const LOOK_MS = 100;

/** Calls what is due; gives how long to wait then, in milliseconds. */
async function fireWhenDue(timers: Timers, clock: RunnerClock): Promise<number> {
  await timers.fire();
  const next = timers.next();
  if (next === undefined || clock.speed === 0) return LOOK_MS;
  return Math.min(LOOK_MS, Math.max(0, clock.now().until(next).total('milliseconds') / clock.speed));
}

/** Less often than so the queues of an idle host need not be asked, in milliseconds. */
const SHORTEST_POLL_MS = 25;

/** Polls a queue: at once after messages, then less and less often. Gives how long to wait then, in milliseconds. */
function poll(listener: QueueListener, longest: () => number): () => Promise<number> {
  let pause = SHORTEST_POLL_MS;
  return async () => {
    const taken = await listener.drain();
    pause = taken > 0 ? SHORTEST_POLL_MS : Math.min(pause * 2, Math.max(SHORTEST_POLL_MS, longest()));
    return pause;
  };
}

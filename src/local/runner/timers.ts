import { Cron } from 'croner';
import { Temporal } from 'temporal-polyfill';
import type { RegisteredFunction } from './function-app.ts';
import { resolveSettings } from './host-settings.ts';
import type { Invoke } from './invoke.ts';

/** One timer function. */
export interface DueTimer {
  /** When it is due. */
  readonly next: () => Temporal.Instant;
  /** Calls it if it is due. A failure is logged. */
  readonly fire: () => Promise<void>;
}

/** The timer functions of an app. */
export interface Timers {
  /** Each on its own, as the host calls them: one that is slow holds up no other. */
  readonly each: readonly DueTimer[];
  /** Calls all that are due. */
  readonly fire: () => Promise<void>;
  /** Calls a function now, whatever its schedule. */
  readonly fireNow: (name: string) => Promise<void>;
  /** Resolves when the functions have ended that were called by `fireNow`. */
  readonly idle: () => Promise<unknown>;
}

interface Timer {
  readonly function: RegisteredFunction;
  readonly cron: Cron;
  next: Temporal.Instant;
  last: Temporal.Instant | undefined;
}

/**
 * Timers by the rules of the host: the next occurrence is scheduled after an invocation has ended, counted from its start;
 * occurrences missed meanwhile count as one. Schedules are in UTC.
 */
export function timersOf(functions: readonly RegisteredFunction[], host: TimerHost): Timers {
  const timers = functions
    .filter(({ trigger }) => trigger.type.toLowerCase() === 'timertrigger')
    .map((registered) => toTimer(registered, host));
  const each = timers.map((timer) => ({
    next: () => timer.next,
    fire: async () => {
      if (Temporal.Instant.compare(timer.next, host.now()) <= 0) await run(timer, host);
    },
  }));
  const called = new Set<Promise<void>>();
  return {
    each,
    fire: async () => {
      await Promise.all(each.map(({ fire }) => fire()));
    },
    fireNow: async (name) => {
      const timer = timers.find((one) => one.function.name === name);
      if (timer === undefined) return;
      const running: Promise<void> = run(timer, host).finally(() => called.delete(running));
      called.add(running);
      await running;
    },
    idle: () => Promise.all(called),
  };
}

/** The host of the timers. */
export interface TimerHost {
  readonly now: () => Temporal.Instant;
  readonly settings: Readonly<Record<string, string | undefined>>;
  readonly invoke: Invoke;
}

function toTimer(registered: RegisteredFunction, { now, settings }: TimerHost): Timer {
  const schedule = resolveSettings(String(registered.trigger['schedule']), settings);
  const cron = new Cron(schedule, { timezone: 'Etc/UTC', paused: true });
  return { function: registered, cron, next: nextOf(cron, now()), last: undefined };
}

async function run(timer: Timer, { now, invoke }: TimerHost): Promise<void> {
  const started = now();
  const planned = timer.next;
  const status = timer.last === undefined ? null : { Last: timer.last, LastUpdated: timer.last, Next: planned };
  const data = { Schedule: { AdjustForDST: true }, ScheduleStatus: status, IsPastDue: false };
  try {
    await invoke(timer.function, {
      inputData: [{ name: timer.function.triggerName, data: { json: JSON.stringify(data) } }],
    });
  } catch {
    // Logged by the invocation. "Errors never stop the schedule."
  }
  timer.last = started;
  timer.next = nextOf(timer.cron, started);
}

function nextOf(cron: Cron, after: Temporal.Instant): Temporal.Instant {
  const next = cron.nextRun(new Date(after.epochMilliseconds));
  if (next === null) throw new Error(`The schedule '${cron.getPattern()}' never comes.`);
  return Temporal.Instant.fromEpochMilliseconds(next.getTime());
}

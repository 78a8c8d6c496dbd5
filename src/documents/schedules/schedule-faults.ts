import { weekdaysIn } from '../../core/schedule/weekday.ts';
import type { InputFault } from '../../core/text/input-fault.ts';
import { cronTimes, timesADay } from './cron.ts';

type Members = Readonly<Record<string, unknown>>;

/** Faults between the members of a window, and between windows; reported even if single members are invalid. */
export function windowFaults(schedule: unknown): readonly InputFault[] {
  const windows = listIn(schedule, 'windows').slice(0, MOST_WINDOWS);
  const firstOf = new Map<unknown, number>();
  for (const [index, { name }] of windows.entries()) if (!firstOf.has(name)) firstOf.set(name, index);
  const each = windows.flatMap((window, index) => {
    const at = `$.windows[${index}]`;
    const first = firstOf.get(window['name']) ?? index;
    const isDouble = typeof window['name'] === 'string' && first < index;
    return [
      ...whenFaults(window, at),
      ...whatFaults(window, at),
      ...(isDouble ? [{ path: `${at}.name`, message: `window ${first} has this name too` }] : []),
    ];
  });
  return each.length > 0 ? each : openingFaults(windows);
}

/** The most windows in a schedule. */
export const MOST_WINDOWS = 100;

/** The most exceptions in a schedule. */
export const MOST_EXCEPTIONS = 400;

/** Every evaluation lays out each opening, for more than a week. */
const MOST_OPENINGS_A_DAY = 500;

function openingFaults(windows: readonly Members[]): readonly InputFault[] {
  const openings = windows.reduce((sum, { cron }) => sum + (typeof cron === 'string' ? timesADay(cron) : 1), 0);
  if (openings <= MOST_OPENINGS_A_DAY) return [];
  const message = `the windows open ${openings} times on some days; at most ${MOST_OPENINGS_A_DAY} for all windows together`;
  return [{ path: '$.windows', message }];
}

/** Faults between the members of exceptions. */
export function exceptionFaults(schedule: unknown): readonly InputFault[] {
  return listIn(schedule, 'exceptions')
    .slice(0, MOST_EXCEPTIONS)
    .flatMap((exception, index) => rangeFaults(exception, `$.exceptions[${index}]`));
}

const WHICH_DAYS = 'either date, or from and to, or calendar, says which days are meant';

function rangeFaults(exception: Members, at: string): readonly InputFault[] {
  const { date, from, to, calendar } = exception;
  const isRange = from !== undefined || to !== undefined;
  const isCalendar = calendar !== undefined;
  if (Number(date !== undefined) + Number(isRange) + Number(isCalendar) !== 1)
    return [{ path: at, message: WHICH_DAYS }];
  const elsewhere = isCalendar ? TIMES_OF_DATES : CHOICES_OF_EVENTS;
  const [name, message] = Object.entries(elsewhere).find(([member]) => exception[member] !== undefined) ?? [];
  if (message !== undefined) return [{ path: `${at}.${name}`, message }];
  if (!isRange) return [];
  if (from === undefined || to === undefined) return [{ path: at, message: 'from and to belong together' }];
  return isAfter(from, to) ? [{ path: `${at}.to`, message: 'the last day comes before the first' }] : [];
}

const NO_EVENTS = 'this chooses events of a calendar, and there is none';
const CHOICES_OF_EVENTS: Readonly<Record<string, string>> = { match: NO_EVENTS, except: NO_EVENTS };

const OWN_TIMES = 'the events of a calendar have their own times';
const TIMES_OF_DATES: Readonly<Record<string, string>> = { fromTime: OWN_TIMES, toTime: OWN_TIMES };

/** Dates as strings sort in the order of time. */
function isAfter(from: unknown, to: unknown): boolean {
  return typeof from === 'string' && typeof to === 'string' && from > to;
}

/** Either days, date or cron defines when a window opens, with the members that belong to it. */
function whenFaults(window: Members, at: string): readonly InputFault[] {
  const named = ['days', 'date', 'cron'].filter((name) => window[name] !== undefined);
  if (named.length === 0)
    return [
      {
        path: `${at}.days`,
        message: 'a list of weekdays such as ["MON-FRI"] is expected; or a date, or a cron expression',
      },
    ];
  if (named.length > 1)
    return [{ path: at, message: `only one of ${named.join(' and ')} can say when a window opens` }];
  if (isAfter(window['validFrom'], window['validUntil']))
    return [{ path: `${at}.validUntil`, message: 'the last date comes before the first' }];
  return named[0] === 'cron' ? cronFaults(window, at) : timesFaults(window, at);
}

/** A window either requests a capacity, or starts nodes for their maintenance. */
function whatFaults({ capacity, maintenance }: Members, at: string): readonly InputFault[] {
  if (capacity === undefined && maintenance === undefined)
    return [{ path: `${at}.capacity`, message: 'a capacity such as { "min": 2, "max": 10 } is expected' }];
  if (isNoTime(maintenance))
    return [{ path: `${at}.maintenance`, message: 'no node would be on for it: a time such as "PT90M" is expected' }];
  if (capacity === undefined || maintenance === undefined) return [];
  const message = 'a maintenance window starts nodes one by one and has no capacity: make two windows';
  return [{ path: `${at}.maintenance`, message }];
}

/** Is it a span of time without a digit but 0, such as `PT0M` and `P0D`? */
function isNoTime(span: unknown): boolean {
  return typeof span === 'string' && /^\+?P[^1-9]*$/i.test(span);
}

/** A window that closes when it opens is probably meant to last 24 hours. */
function wholeDayAdvice({ from, days }: Members): string {
  if (from === '00:00') return 'a window does not close when it opens; for the whole day write "00:00" to "24:00"';
  const [hour, minute] = String(from).split(':').map(Number);
  const weekdays = Array.isArray(days) && days.every((day) => weekdaysIn(String(day)) !== undefined) ? days : undefined;
  if (weekdays === undefined) {
    return `a window does not close when it opens; for 24 hours write two windows: from "${from}" to "24:00", and on the next day from "00:00" to "${from}"`;
  }
  const cron = `${minute} ${hour} * * ${weekdays.join(',').toUpperCase()}`;
  return `a window does not close when it opens; for 24 hours write "cron": "${cron}" and "duration": "PT24H" instead of days, from and to`;
}

function timesFaults(window: Members, at: string): readonly InputFault[] {
  const { from, to, duration } = window;
  return [
    ...(from === undefined ? [{ path: `${at}.from`, message: 'a time of day is expected' }] : []),
    ...(to === undefined ? [{ path: `${at}.to`, message: 'a time of day is expected' }] : []),
    ...(duration === undefined
      ? []
      : [
          {
            path: `${at}.duration`,
            message: 'a duration belongs to a cron expression; "to" says when this window closes',
          },
        ]),
    ...(typeof from === 'string' && from === to ? [{ path: `${at}.to`, message: wholeDayAdvice(window) }] : []),
  ];
}

function cronFaults({ cron, duration, from, to }: Members, at: string): readonly InputFault[] {
  const faults = ['from', 'to'].flatMap((name, index) =>
    [from, to][index] === undefined
      ? []
      : [
          {
            path: `${at}.${name}`,
            message: 'a cron expression says when the window opens, and "duration" how long it stays open',
          },
        ],
  );
  if (duration === undefined)
    faults.push({ path: `${at}.duration`, message: 'how long the window stays open is expected, such as "PT90M"' });
  if (isNoTime(duration)) faults.push({ path: `${at}.duration`, message: 'the window would close when it opens' });
  if (typeof cron === 'string') faults.push(...cronFault(cron, at));
  return faults;
}

function cronFault(cron: string, at: string): readonly InputFault[] {
  try {
    cronTimes(cron);
    return [];
  } catch (error) {
    return [{ path: `${at}.cron`, message: (error as Error).message }];
  }
}

function listIn(document: unknown, name: string): readonly Members[] {
  const list = ((document ?? {}) as Members)[name];
  return Array.isArray(list) ? list.map((item) => (item ?? {}) as Members) : [];
}

import type { InputFault } from '../../core/text/input-fault.ts';
import { cronTimes } from './cron.ts';

type Members = Readonly<Record<string, unknown>>;

/** What is wrong between the members of windows, or between windows, whatever else is wrong with them. */
export function windowFaults(schedule: unknown): readonly InputFault[] {
  const windows = listIn(schedule, 'windows');
  const firstOf = new Map<unknown, number>();
  for (const [index, { name }] of windows.entries()) if (!firstOf.has(name)) firstOf.set(name, index);
  return windows.flatMap((window, index) => {
    const at = `$.windows[${index}]`;
    const first = firstOf.get(window['name']) ?? index;
    const isDouble = typeof window['name'] === 'string' && first < index;
    return [
      ...whenFaults(window, at),
      ...whatFaults(window, at),
      ...(isDouble ? [{ path: `${at}.name`, message: `window ${first} has this name too` }] : []),
    ];
  });
}

/** What is wrong between the members of exceptions. */
export function exceptionFaults(schedule: unknown): readonly InputFault[] {
  return listIn(schedule, 'exceptions').flatMap((exception, index) => rangeFaults(exception, `$.exceptions[${index}]`));
}

const WHICH_DAYS = 'either date, or from and to, or calendar, says which days are meant';

function rangeFaults({ date, from, to, calendar, match }: Members, at: string): readonly InputFault[] {
  const isRange = from !== undefined || to !== undefined;
  const isCalendar = calendar !== undefined;
  if (Number(date !== undefined) + Number(isRange) + Number(isCalendar) !== 1)
    return [{ path: at, message: WHICH_DAYS }];
  if (match !== undefined && !isCalendar)
    return [{ path: `${at}.match`, message: 'this chooses events of a calendar, and there is none' }];
  if (!isRange) return [];
  if (from === undefined || to === undefined) return [{ path: at, message: 'from and to belong together' }];
  return isAfter(from, to) ? [{ path: `${at}.to`, message: 'the last day comes before the first' }] : [];
}

/** Dates as texts are in the order of the days. */
function isAfter(from: unknown, to: unknown): boolean {
  return typeof from === 'string' && typeof to === 'string' && from > to;
}

/** Exactly one of days, date and cron says when a window opens, with the members that belong to it. */
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
  return named[0] === 'cron' ? cronFaults(window, at) : timesFaults(window, at);
}

/** A window asks for a capacity, or switches nodes on for their maintenance. */
function whatFaults({ capacity, maintenance }: Members, at: string): readonly InputFault[] {
  if (capacity === undefined && maintenance === undefined)
    return [{ path: `${at}.capacity`, message: 'a capacity such as { "min": 2, "max": 10 } is expected' }];
  if (capacity === undefined || maintenance === undefined) return [];
  const message = 'a maintenance window switches nodes on one by one and asks for no capacity: make two windows';
  return [{ path: `${at}.maintenance`, message }];
}

const NEVER_OPEN = 'a window does not close when it opens; for the whole day write "00:00" to "24:00"';

function timesFaults({ from, to, duration }: Members, at: string): readonly InputFault[] {
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
    ...(typeof from === 'string' && from === to ? [{ path: `${at}.to`, message: NEVER_OPEN }] : []),
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
  if (duration === 'PT0S') faults.push({ path: `${at}.duration`, message: 'the window would close when it opens' });
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

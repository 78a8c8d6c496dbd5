import { basename, dirname, resolve } from 'node:path';
import { Temporal } from 'temporal-polyfill';
import { calendarOrigin } from '../../adapters/calendars/calendar-origin.ts';
import { keepCalendars } from '../../app/calendars/keep-calendars.ts';
import { ConfigError, readSetting } from '../../config/config.ts';
import { SETTINGS } from '../../config/settings.ts';
import { UNGUARDED } from '../../ports/attempts.ts';
import type { CalendarCopies, Calendars } from '../../ports/calendars.ts';
import type { Clock } from '../../ports/clock.ts';
import { Misuse } from '../terminal/misuse.ts';

/** The calendars and the clock with which a schedule in a file is read. */
export interface CalendarSources {
  readonly calendars: Calendars;
  readonly clock: Clock;
}

/**
 * The calendars that a schedule in a file names. Calendar files are looked up in the folder of the schedule and, if that is
 * named `schedules`, in its parent, as in the app. Addresses are fetched by the rules of the app, and nothing is cached.
 * @throws Misuse if LAMPLIGHTER_OUTBOUND_HOSTS is wrong
 */
export function calendarsBeside(file: string): CalendarSources {
  const folder = dirname(resolve(file));
  const folders = basename(folder) === 'schedules' ? [folder, dirname(folder)] : [folder];
  const clock = { now: () => Promise.resolve(Temporal.Now.instant()) };
  const origin = calendarOrigin({ hosts: outboundHosts(), folders });
  return { clock, calendars: keepCalendars({ attempts: UNGUARDED, origin, copies: NOTHING_KEPT, clock }) };
}

const NOTHING_KEPT: CalendarCopies = {
  fits: () => true,
  get: () => Promise.resolve(undefined),
  put: () => Promise.resolve(),
  list: () => Promise.resolve([]),
  sweep: () => Promise.resolve(0),
};

function outboundHosts(): readonly string[] {
  const problems: string[] = [];
  const hosts = readSetting(SETTINGS.outboundHosts, process.env, problems);
  if (problems.length > 0) throw new Misuse(new ConfigError(problems).message);
  return hosts;
}

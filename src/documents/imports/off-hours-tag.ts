import {
  type Imported,
  type ImportedWindow,
  ImportFault,
  idFrom,
  schedulePolicy,
  timeOfDay,
  timeZoneNamed,
  WEEKDAYS,
} from './imported.ts';

/** The defaults of the filters `offhour` and `onhour`, unless a policy of Cloud Custodian sets others. */
const DEFAULT = { off: '(m-f,19)', on: '(m-f,7)', tz: 'et' };

/** The letters of the days; `h` is Thursday, `u` Sunday. */
const LETTERS = 'mtwhfsu';

/** https://cloudcustodian.io/docs/quickstart/offhours.html; all other names are names of the tz database. */
const ZONES: Readonly<Record<string, string>> = {
  pdt: 'America/Los_Angeles',
  pt: 'America/Los_Angeles',
  pst: 'America/Los_Angeles',
  mt: 'America/Denver',
  mst: 'America/Denver',
  mdt: 'America/Denver',
  ct: 'America/Chicago',
  cst: 'America/Chicago',
  cdt: 'America/Chicago',
  est: 'America/New_York',
  edt: 'America/New_York',
  et: 'America/New_York',
  brt: 'America/Sao_Paulo',
  gmt: 'Etc/GMT',
  gt: 'Etc/GMT',
  bst: 'Europe/London',
  ist: 'Europe/Dublin',
  cet: 'Europe/Berlin',
  cest: 'Europe/Berlin',
  it: 'Europe/Rome',
  jst: 'Asia/Tokyo',
  kst: 'Asia/Seoul',
  sgt: 'Asia/Singapore',
  aet: 'Australia/Sydney',
  nzst: 'Pacific/Auckland',
  utc: 'Etc/UTC',
};

const DAY = 1440;
const WEEK = 7 * DAY;

/** A minute of the week at which nodes are switched on or off. */
interface Switch {
  readonly minute: number;
  readonly on: boolean;
}

/**
 * A schedule from the off-hours tag of Cloud Custodian, such as `off=(M-F,19);on=(M-F,7);tz=pt`: all nodes from each `on` to
 * the next `off`, none otherwise. `on`, `true` and an empty tag mean the defaults.
 * https://cloudcustodian.io/docs/quickstart/offhours.html
 * @throws ImportFault if the text is not such a tag
 */
export function importOffHoursTag(tag: string, pool: string): Imported {
  const said = membersOf(tag);
  const { on = DEFAULT.on, off = DEFAULT.off, tz = DEFAULT.tz } = said;
  const switches = inOrder([...switchesOf(on, true), ...switchesOf(off, false)]);
  const id = idFrom(`${pool}-off-hours`);
  const schedule = {
    id,
    timeZone: timeZoneNamed(ZONES[tz] ?? tz),
    windows: windowsOf(switches),
    outside: { max: 0 },
  };
  const defaults = (['on', 'off', 'tz'] as const).filter((name) => said[name] === undefined);
  return {
    policy: schedulePolicy(pool, [id]),
    schedules: [schedule],
    notCarriedOver: [
      ...defaults.map(
        (name) =>
          `The tag does not say ${name}: the default ${name}=${DEFAULT[name]} is taken; compare it with your policy of Cloud Custodian.`,
      ),
      'Cloud Custodian switches once, at the hour; the schedule holds all the time between, also against starts and stops by hand at its next edge.',
      'Days that a policy of Cloud Custodian skips (skip-days) are not in the tag: add them as exceptions.',
    ],
  };
}

type Members = Readonly<Partial<Record<'on' | 'off' | 'tz', string>>>;

function membersOf(tag: string): Members {
  const text = tag.trim().toLowerCase().replaceAll(/\s+/g, '');
  if (text === '' || text === 'on' || text === 'true') return {};
  if (text === 'off')
    throw new ImportFault('the tag is off: it takes the resource out of the off-hours, so there is no schedule');
  const members: Partial<Record<'on' | 'off' | 'tz', string>> = {};
  for (const part of text.split(';').filter((one) => one !== '')) {
    const [name = '', value = '', ...more] = part.split('=');
    if (more.length > 0) throw new ImportFault(`'${part}' has more than one =`);
    if (name !== 'on' && name !== 'off' && name !== 'tz') throw new ImportFault(`'${name}' is not on, off or tz`);
    members[name] = value;
  }
  return members;
}

/** Each switch once. @throws ImportFault if nodes are switched on and off at the same time */
function inOrder(switches: readonly Switch[]): readonly Switch[] {
  const ordered = switches.toSorted((a, b) => a.minute - b.minute);
  return ordered.filter(({ minute, on }, index) => {
    const before = ordered[index - 1];
    if (before?.minute !== minute) return true;
    if (before.on === on) return false;
    const at = `${WEEKDAYS[Math.floor(minute / DAY)]} ${timeOfDay(minute % DAY)}`;
    throw new ImportFault(`on and off are both at ${at}: it is not clear what holds then`);
  });
}

/** `(m-f,19)`, or several in brackets. */
function switchesOf(text: string, on: boolean): readonly Switch[] {
  if (!/^\[?\([^()]*\)(?:,\([^()]*\))*\]?$/.test(text))
    throw new ImportFault(`'${text}' is not a list such as (M-F,19)`);
  return (text.match(/\([^()]*\)/g) ?? []).flatMap((part) => {
    const [, days = '', hour = ''] = /^\(([a-z-]+),(\d{1,2})\)$/.exec(part) ?? [];
    if (days === '' || Number(hour) > 23) throw new ImportFault(`'${part}' is no day and hour such as (M-F,19)`);
    return daysOf(days).map((day) => ({ minute: day * DAY + Number(hour) * 60, on }));
  });
}

function daysOf(text: string): readonly number[] {
  const [first = '', last = first, ...rest] = text.split('-');
  const [from, to] = [LETTERS.indexOf(first), LETTERS.indexOf(last)];
  if (first.length !== 1 || last.length !== 1 || from < 0 || to < 0 || rest.length > 0)
    throw new ImportFault(`'${text}' are no days: M T W H F S U, or a range such as M-F`);
  const count = ((to - from + 7) % 7) + 1;
  return Array.from({ length: count }, (_, index) => (from + index) % 7);
}

/** The spans from each `on` to the next `off`, split at midnight. Days with the same times share a window. */
function windowsOf(switches: readonly Switch[]): readonly ImportedWindow[] {
  const spans = switches.flatMap(({ minute, on }, index) => {
    const next = switches[(index + 1) % switches.length];
    if (!on || next === undefined) return [];
    // If one `on` follows another, the span of the second begins where that of the first ends.
    return daySpans(minute, next.minute > minute ? next.minute : next.minute + WEEK);
  });
  const merged = Map.groupBy(joined(spans), ({ from, to }) => `${from}-${to}`);
  return [...merged.values()].flatMap((same) => {
    const [first] = same;
    if (first === undefined) return [];
    const [from, to] = [timeOfDay(first.from), timeOfDay(first.to)];
    const days = same.map(({ day }) => WEEKDAYS[day] ?? 'MON');
    return [{ name: `on-${from}-${to}`.replaceAll(':', ''), days, from, to, capacity: { min: '100%' } }];
  });
}

interface DaySpan {
  readonly day: number;
  readonly from: number;
  readonly to: number;
}

function daySpans(from: number, to: number): readonly DaySpan[] {
  const spans: DaySpan[] = [];
  for (let at = from; at < to; ) {
    const midnight = (Math.floor(at / DAY) + 1) * DAY;
    const end = Math.min(to, midnight);
    const day = Math.floor(at / DAY);
    spans.push({ day: day % 7, from: at - day * DAY, to: end - day * DAY });
    at = end;
  }
  return spans;
}

/** Joins the adjacent spans of each day. */
function joined(spans: readonly DaySpan[]): readonly DaySpan[] {
  const ordered = spans.toSorted((a, b) => a.day - b.day || a.from - b.from);
  const result: DaySpan[] = [];
  for (const span of ordered) {
    const last = result.at(-1);
    if (last?.day === span.day && last.to === span.from) result[result.length - 1] = { ...last, to: span.to };
    else result.push(span);
  }
  return result;
}

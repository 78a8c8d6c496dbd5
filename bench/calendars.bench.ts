import { Temporal } from 'temporal-polyfill';
import { calendarOf, EVERY_EVENT } from '../src/documents/calendars/calendar.ts';
import type { CalendarsAtHand } from '../src/documents/schedules/calendars-at-hand.ts';
import { PREVIEW_STEPS, viewPreview } from '../src/documents/schedules/preview-schedule.ts';
import { parseSchedule } from '../src/documents/schedules/schedule-document.ts';
import { type Benchmark, type Result, resultOf } from './benchmark.ts';
import { type Contestant, processorTime, race } from './measure.ts';

const FROM = Temporal.Instant.from('2026-03-01T00:00Z');
const ROUNDS = 7;

/** A text of its own each time: one that was read is remembered. */
let serial = 0;

function repeat<Item>(count: number, make: (index: number) => Item): readonly Item[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

function calendar(lines: readonly string[]): string {
  serial += 1;
  return ['BEGIN:VCALENDAR', `X-SERIAL:${serial}`, ...lines, 'END:VCALENDAR', ''].join('\r\n');
}

function events(count: number, ...lines: readonly string[]): readonly string[] {
  return repeat(count, (index) => ['BEGIN:VEVENT', `UID:${index}`, 'SUMMARY:x', ...lines, 'END:VEVENT']).flat();
}

const COUNTED = ['DTSTART:19900101T080000Z', 'DURATION:PT1H', 'RRULE:FREQ=MONTHLY;BYDAY=MO;BYSETPOS=4;COUNT=1000'];
const EVERY_MINUTE = `FREQ=DAILY;BYHOUR=${repeat(24, String)};BYMINUTE=${repeat(60, String)}`;
const ZONE = [
  ...['BEGIN:VTIMEZONE', 'TZID:Own'],
  ...repeat(40, (index) => [
    ...['BEGIN:STANDARD', `DTSTART:19700101T0${index % 10}0000`, 'TZOFFSETFROM:+0100', 'TZOFFSETTO:+0200'],
    ...[`RRULE:${EVERY_MINUTE}`, 'END:STANDARD'],
  ]).flat(),
  'END:VTIMEZONE',
];

/** Texts that ask for as much as they may get. */
const AT_THE_LIMIT: Readonly<Record<string, () => string>> = {
  'half a million lines': () => calendar(repeat(500_000, () => 'X:')),
  'twelve series that count': () => calendar(events(12, ...COUNTED)),
  'three thousand occurrences': () =>
    calendar(events(50, 'DTSTART:20260301T080000Z', 'DURATION:PT1H', 'RRULE:FREQ=DAILY')),
  'a zone that changes each minute': () =>
    calendar([...ZONE, ...events(200, 'DTSTART;TZID=Own:20260302T080000', 'DURATION:PT1H')]),
  'moved occurrences': () =>
    calendar([
      ...events(1, 'DTSTART:20260301T080000Z', 'DURATION:PT1H', 'RRULE:FREQ=DAILY'),
      ...repeat(3000, (index) => [
        ...['BEGIN:VEVENT', 'UID:0', `RECURRENCE-ID:202603${String(1 + (index % 28)).padStart(2, '0')}T080000Z`],
        ...['DTSTART:20260302T090000Z', 'DURATION:PT1H', 'END:VEVENT'],
      ]).flat(),
    ]),
};

const ORDINARY = () => calendar(events(12, 'DTSTART;VALUE=DATE:20260301', 'RRULE:FREQ=YEARLY'));

/** Reads a calendar and lays it out for sixty days, or is told that it is too much. */
function use(text: string): number {
  try {
    calendarOf(text).eventsBetween({
      from: FROM,
      until: FROM.add({ hours: 1440 }),
      timeZone: 'UTC',
      choice: EVERY_EVENT,
    });
  } catch {
    // What is refused has cost as much as it may.
  }
  return 1;
}

function schedule(exceptions: readonly object[], windows: readonly object[] = []): unknown {
  return { id: 's', timeZone: 'Europe/Berlin', windows, exceptions };
}

const WITH_CALENDARS: CalendarsAtHand = { at: FROM, of: (text) => ({ ok: true, text, note: undefined }) };

function save(calendars: readonly string[]): number {
  parseSchedule(schedule(calendars.map((text) => ({ calendar: text, capacity: { max: 0 } }))), WITH_CALENDARS);
  return 1;
}

const FULL = [
  ...repeat(4, (index) => ({
    ...{ name: `w${index}`, cron: `${index}-59/15 * * * *`, duration: 'PT14M' },
    capacity: { min: 1 },
  })),
  ...repeat(96, (index) => ({
    ...{ name: `d${index}`, days: ['MON-SUN'], capacity: { min: index } },
    ...{ from: `${String(index % 24).padStart(2, '0')}:00`, to: `${String(index % 24).padStart(2, '0')}:59` },
  })),
];

function preview(windows: readonly object[], days: number): number {
  const parsed = parseSchedule(schedule([], windows));
  if (!parsed.ok) throw new Error(parsed.faults[0]?.message);
  const from = Temporal.PlainDate.from('2026-03-02');
  viewPreview(parsed.value, { from, days, nodes: 100, policy: undefined, steps: PREVIEW_STEPS });
  return 1;
}

const MEANS = 'The longest delay that one hostile text can cause.';

async function against(
  benchmark: string,
  milliseconds: number,
  [most, ordinary]: readonly [Contestant, Contestant],
): Promise<Result> {
  const goal = { kind: 'milliseconds', most: milliseconds } as const;
  return resultOf(
    { benchmark, means: MEANS, unit: 'answers', goal },
    await race([most, ordinary], ROUNDS, processorTime),
  );
}

/** What the most that a text may ask for costs, beside what an ordinary one does. */
export const calendars: Benchmark = {
  name: 'calendars',
  run: async () => {
    const ordinary = { name: 'an ordinary calendar', run: () => use(ORDINARY()) };
    const results: Result[] = [];
    for (const [name, make] of Object.entries(AT_THE_LIMIT)) {
      const texts = [...repeat(ROUNDS + 1, make)];
      const most = { name, run: () => use(texts.pop() ?? '') };
      results.push(await against('a calendar at its limit', 50, [most, ordinary]));
    }
    const many = {
      name: 'ten calendars at their limits',
      run: () => save(repeat(10, () => calendar(events(12, ...COUNTED)))),
    };
    const few = { name: 'three ordinary ones', run: () => save(repeat(3, ORDINARY)) };
    results.push(await against('all calendars of a schedule', 200, [many, few]));
    const longest = { name: 'the fullest schedule, 400 days', run: () => preview(FULL, 400) };
    const week = { name: 'a window on weekdays, a week', run: () => preview(FULL.slice(-1), 7) };
    results.push(await against('a preview', 100, [longest, week]));
    return results;
  },
};

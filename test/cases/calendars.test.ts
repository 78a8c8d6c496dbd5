import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { decodeCalendar } from '../../src/core/text/decode-calendar.ts';
import type { CalendarsAtHand } from '../../src/documents/schedules/calendars-at-hand.ts';
import { viewPreview } from '../../src/documents/schedules/preview-schedule.ts';
import { parseSchedule } from '../../src/documents/schedules/schedule-document.ts';

/** The schedule of a case, with the calendars beside it. */
function readCase(name: string, file: string) {
  const folder = join(import.meta.dirname, name);
  const calendars: CalendarsAtHand = {
    at: Temporal.Instant.from('2026-03-01T00:00Z'),
    of: (said) => ({ ok: true, text: decodeCalendar(readFileSync(join(folder, said))), note: undefined }),
  };
  return parseSchedule(JSON.parse(readFileSync(join(folder, file), 'utf8')), calendars);
}

function preview(name: string, file: string, [from, days]: readonly [string, number]) {
  const parsed = readCase(name, file);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  return viewPreview(parsed.value, { from: Temporal.PlainDate.from(from), days, nodes: 100, policy: undefined });
}

function nodeHours(name: string, file: string, days: readonly [string, number]): readonly number[] {
  return preview(name, file, days).days.map((day) => day.nodeHours);
}

function faults(name: string, file: string): readonly string[] {
  const parsed = readCase(name, file);
  return parsed.ok ? [] : parsed.faults.map(({ message }) => message);
}

describe('calendar-until-in-utc-for-whole-days', () => {
  const name = 'calendar-until-in-utc-for-whole-days';

  it('includes the last day of a series that Outlook wrote in Berlin', () => {
    expect(nodeHours(name, 'berlin.json', ['2026-02-22', 3])).toEqual([0, 0, 100]);
  });

  it('holds on the only day of a series that Outlook wrote in London', () => {
    expect(nodeHours(name, 'london.json', ['2026-10-19', 3])).toEqual([100, 0, 100]);
  });
});

describe('calendar-older-revisions-of-an-event-hold-too', () => {
  const name = 'calendar-older-revisions-of-an-event-hold-too';

  it('follows the last revision of an event that was moved', () => {
    expect(nodeHours(name, 'moved.json', ['2026-03-09', 10])).toEqual([100, 100, 100, 100, 100, 100, 100, 0, 0, 100]);
  });

  it('does not hold on an event whose last revision is cancelled', () => {
    expect(nodeHours(name, 'cancelled.json', ['2026-03-09', 2])).toEqual([100, 100]);
  });
});

describe('calendar-fold-inside-a-utf8-character', () => {
  const name = 'calendar-fold-inside-a-utf8-character';

  it.each(['s.json', 'whole.json'])('reads the summary as it was before it was folded: %s', (file) => {
    expect(nodeHours(name, file, ['2026-08-03', 5])).toEqual([0, 0, 0, 0, 0]);
  });
});

describe('calendar-one-end-without-a-zone', () => {
  it.each([
    ['berlin.json', 1, ['2026-06-02T06:00:00Z', '2026-06-02T16:00:00Z']],
    ['newyork.json', 1, ['2026-06-02T12:00:00Z', '2026-06-02T22:00:00Z']],
    ['sydney.json', 2, ['2026-06-01T22:00:00Z', '2026-06-02T07:00:00Z']],
  ] as const)('%s', (file, days, expected) => {
    const { edges } = preview('calendar-one-end-without-a-zone', file, ['2026-06-02', days]);
    expect(edges.map(({ at }) => at)).toEqual(expected);
  });
});

describe('calendar-match-sees-only-80-characters', () => {
  it('compares all of the summary', () => {
    expect(nodeHours('calendar-match-sees-only-80-characters', 's.json', ['2026-03-03', 1])).toEqual([0]);
  });
});

describe('calendar-series-that-are-over-use-up-the-budget', () => {
  it('needs no walk through series that have ended', () => {
    expect(nodeHours('calendar-series-that-are-over-use-up-the-budget', 's.json', ['2026-08-03', 5])).toEqual([
      0, 0, 0, 0, 0,
    ]);
  });
});

describe('calendar-rule-faults-name-nothing', () => {
  const name = 'calendar-rule-faults-name-nothing';

  it('passes over an empty rule, and an empty part of one', () => {
    expect(nodeHours(name, 's.json', ['2026-12-25', 2])).toEqual([0, 100]);
    expect(preview(name, 'semicolon.json', ['2026-10-02', 1]).edges.filter(({ edge }) => edge === 'open')).toHaveLength(
      3,
    );
  });

  it('names the event and the numbers that are expected', () => {
    expect(faults(name, 'month16.json')).toEqual([
      'The calendar month16.ics cannot be laid out: the event "Odd day" (UID 1@example, DTSTART 20261116): BYMONTH=16 in its rule: numbers from 1 to 12 are expected.',
    ]);
  });
});

import { describe, expect, it } from 'vitest';
import { startNodes } from '../../src/api/acts.ts';
import { putStop } from '../../src/api/stop.ts';
import { saveDocument } from '../../src/app/documents/save-document.ts';
import { writeDocument } from '../../src/app/documents/write-document.ts';
import { parseOverride } from '../../src/documents/overrides/override-document.ts';
import { parseRule } from '../../src/documents/rules/rule-document.ts';
import { parseSchedule } from '../../src/documents/schedules/schedule-document.ts';
import { Story } from '../app/support/story.ts';
import { NOON } from '../support/builders.ts';

describe('documents', () => {
  const story = Story.forAllTests();

  it('are written a hundred at once without one that is turned away', async () => {
    const save = (index: number) =>
      saveDocument(story.ports, {
        kind: 'schedules',
        id: `s${index}`,
        value: { id: `s${index}`, timeZone: 'Etc/UTC', windows: [] },
        actor: 'test',
        expected: undefined,
      });
    const saved = await Promise.allSettled(Array.from({ length: 100 }, (_, index) => save(index)));
    expect(saved.filter(({ status }) => status === 'rejected')).toEqual([]);
    const { records } = await story.ports.audit.page({ limit: 200, action: 'schedule.put' });
    expect(new Set(records.map(({ number }) => number)).size).toBe(100);
  });
});

describe('the address of a private calendar', () => {
  const story = Story.forAllTests();
  const SECRET = 'https://calendar.example/private-0123456789abcdef/basic.ics';

  it('stands in no record, and two of them differ there', async () => {
    const value = (calendar: string) => ({
      id: 'nights',
      timeZone: 'Etc/UTC',
      windows: [],
      exceptions: [{ calendar, capacity: { max: 0 } }],
    });
    // Past the checks, which would fetch it.
    const change = { kind: 'schedules', id: 'nights', actor: 'test', before: undefined } as const;
    await writeDocument(story.ports, { ...change, value: value(SECRET), expected: 'absent' });
    const before = await story.ports.documents.get('schedules', 'nights');
    await writeDocument(story.ports, { ...change, value: value(`${SECRET}?x`), expected: 'any', before });
    const { records } = await story.ports.audit.page({ limit: 10, action: 'schedule.put' });
    expect(JSON.stringify(records)).not.toContain('0123456789abcdef');
    const shown = records.map(({ after }) => (after as ReturnType<typeof value>).exceptions[0]?.calendar);
    expect(shown[0]).toMatch(/^https:\/\/calendar\.example\/…\/basic\.ics \([0-9a-f]{8}\)$/);
    expect(shown[0]).not.toBe(shown[1]);
    expect(before?.text).toContain(SECRET);
  });
});

describe('a text for people', () => {
  it.each(['\u202egnp', 'a\u2066b', '\u200f', '\u0007', '\u2028'])(
    'has no character that hides what it says: %j',
    (text) => {
      const until = NOON.add({ hours: 1 }).toString();
      const overridden = (note: string) =>
        parseOverride({ capacity: { min: 1 }, until, note }, { actor: 'me', now: NOON }).ok;
      expect([overridden('why'), overridden(text)]).toEqual([true, false]);
      const windows = [{ name: text, days: ['MON'], from: '08:00', to: '09:00', capacity: { min: 1 } }];
      expect(parseSchedule({ id: 's', timeZone: 'Etc/UTC', windows }).ok).toBe(false);
      const reasons = [startNodes, putStop].map(({ body }) => body.schema.shape.reason);
      for (const reason of reasons)
        expect([reason.safeParse('why').success, reason.safeParse(text).success]).toEqual([true, false]);
      const announce = { account: 'demo', pool: 'render', slots: 1, by: 'PT1H', note: text };
      const rule = { id: 'r', source: 'generic', match: { type: 'a' }, act: { announce } };
      expect(parseRule(rule).ok).toBe(false);
      expect(parseRule({ ...rule, act: { announce: { ...announce, note: 'why' } } }).ok).toBe(true);
    },
  );
});

describe('a schedule with more windows than it may have', () => {
  it('is checked as far as the limit', () => {
    const windows = Array.from({ length: 20_000 }, () => ({ name: 'x', days: ['MON'], from: '1', to: '1' }));
    const parsed = parseSchedule({ id: 's', timeZone: 'Etc/UTC', windows });
    expect(parsed.ok).toBe(false);
    // A few for each window that counts.
    expect(parsed.ok ? 0 : parsed.faults.length).toBeLessThanOrEqual(1000);
  });
});

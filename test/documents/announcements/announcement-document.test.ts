import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { parseAnnouncement } from '../../../src/documents/announcements/announcement-document.ts';

const now = Temporal.Instant.from('2026-03-02T12:00:00Z');

/** The faults of an announcement, each as `path: message`. */
function faultsOf(value: unknown): readonly string[] {
  const parsed = parseAnnouncement(value, { id: 'a', actor: 'me', now });
  return parsed.ok ? [] : parsed.faults.map(({ path, message }) => `${path}: ${message}`);
}

describe('an announcement', () => {
  it.each([
    ['at once', { by: '2026-03-02T12:00:00Z' }],
    ['work whose hour is not over', { by: '2026-03-02T11:01:00Z' }],
    ['in 366 days, for a day', { by: '2027-03-03T12:00:00Z', until: '2027-03-04T12:00:00Z' }],
  ])('accepts %s', (_, times) => {
    expect(faultsOf({ slots: 1, ...times })).toEqual([]);
  });

  it.each<[string, object, readonly string[]]>([
    ['work that is over', { by: '2026-03-02T11:00:00Z' }, ['$.by: it is in the past: it is now 2026-03-02T12:00:00Z']],
    [
      'an end that is over, before the beginning, which is too far away',
      { by: '2028-03-02T12:00:00Z', until: '2026-03-02T11:00:00Z' },
      [
        '$.until: it is in the past: it is now 2026-03-02T12:00:00Z',
        '$.by: at most 366 days from now',
        '$.until: it ends before it begins',
      ],
    ],
    [
      'a beginning that is too far away, for too long',
      { by: '2028-03-02T12:00:00Z', until: '2028-04-02T12:00:00Z' },
      ['$.by: at most 366 days from now', '$.until: nodes are held at most 24 hours for work that was announced'],
    ],
    [
      'times although other members are invalid',
      { slots: 0, by: 'tomorrow', until: '2026-03-02T11:00:00Z', notes: '' },
      [
        '$.slots: at least one slot is expected',
        '$.by: a moment is expected: "2026-12-25T10:00:00+01:00", or words such as "tuesday 18:00", "tomorrow", "PT48H" or a date',
        '$.notes: there is no such member',
        '$.until: it is in the past: it is now 2026-03-02T12:00:00Z',
      ],
    ],
  ])('names every fault of %s', (_, members, faults) => {
    expect(faultsOf({ slots: 1, ...members })).toEqual(faults);
  });
});

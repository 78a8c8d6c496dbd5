import { describe, expect, it } from 'vitest';
import { saveDocument } from '../../src/app/documents/save-document.ts';
import { parseSchedule } from '../../src/documents/schedules/schedule-document.ts';
import { Story } from '../app/support/story.ts';

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

describe('a schedule with more windows than it may have', () => {
  it('is checked as far as the limit', () => {
    const windows = Array.from({ length: 20_000 }, () => ({ name: 'x', days: ['MON'], from: '1', to: '1' }));
    const parsed = parseSchedule({ id: 's', timeZone: 'Etc/UTC', windows });
    expect(parsed.ok).toBe(false);
    // A few for each window that counts.
    expect(parsed.ok ? 0 : parsed.faults.length).toBeLessThanOrEqual(1000);
  });
});

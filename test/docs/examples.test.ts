import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { check } from '../../src/cli/commands/check.ts';
import { preview } from '../../src/cli/commands/preview.ts';

describe('the examples', () => {
  it('have no fault', async () => {
    let output = '';
    const files = globSync('examples/{schedules,policies,pools}/*.json').toSorted();
    const code = await check(files, (text) => {
      output += text;
    });
    expect({ code, output }).toEqual({ code: 0, output: expect.stringContaining(`${files.length} files, 0 errors`) });
  });

  // The dates stand in laws and almanacs; the days between are ordinary working days.
  it.each([
    ['de', ['2026-04-03', '2026-04-06', '2026-05-14', '2026-05-25', '2026-12-25', '2027-03-26', '2036-06-02']],
    ['fr', ['2026-04-06', '2026-05-08', '2026-05-14', '2026-05-25', '2026-07-14', '2026-11-11', '2036-06-02']],
    ['us', ['2026-01-19', '2026-05-25', '2026-06-19', '2026-09-07', '2026-10-12', '2026-11-26', '2027-02-15']],
  ])('know the holidays of %s', async (country, dates) => {
    const text = readFileSync(`examples/calendars/holidays-${country}.ics`, 'utf8');
    const schedule = {
      id: 'holidays',
      timeZone: 'Etc/UTC',
      windows: [{ name: 'all', days: ['MON-FRI'], from: '08:00', to: '09:00', capacity: { min: 1 } }],
      exceptions: [{ name: 'holidays', calendar: text, capacity: { max: 0 } }],
      outside: { min: 0, max: 0 },
      expect: dates.flatMap((date) => [{ at: `${date}T08:30:00Z`, min: 0, max: 0 }]),
    };
    const folder = mkdtempSync(join(tmpdir(), 'examples-'));
    const file = join(folder, 'schedule.json');
    writeFileSync(file, JSON.stringify(schedule));
    expect(await check([file], () => undefined)).toBe(0);
    expect(await preview([file, '--from', '2026-01-02', '--days', '1'], () => undefined)).toBe(0);
    rmSync(folder, { recursive: true });
  });
});

import { describe, expect, it } from 'vitest';
import { preview } from '../../../src/cli/commands/preview.ts';
import { GERMAN_HOLIDAYS } from '../../support/calendar-text.ts';
import { fileFolder, POLICY, run, SCHEDULE, WINDOW } from './support/command-line.ts';

const folder = fileFolder();
const { file } = folder;

describe('preview', () => {
  it('shows edges, node-hours and clock changes as machines read them', async () => {
    const path = file('office.json', {
      ...SCHEDULE,
      windows: [{ ...WINDOW, name: 'night', days: ['SUN'], from: '02:30', to: '06:00' }],
    });
    const { code, output } = await run(preview, path, '--from', '2026-03-01', '--days', '60', '--json');
    expect(code).toBe(0);
    const shown = JSON.parse(output) as { edges: { at: string }[]; nodeHours: number };
    expect(shown).toMatchObject({
      timeZone: 'Europe/Berlin',
      clockChanges: [
        {
          at: '2026-03-29T01:00:00Z',
          before: '+01:00',
          after: '+02:00',
          timeZone: 'Europe/Berlin',
          windows: ['night'],
        },
      ],
      findings: [],
    });
    // Sundays from 1 March to 26 April: nine; 29 March is an hour shorter.
    expect(shown.edges).toHaveLength(18);
    expect(shown.edges).toContainEqual({
      at: '2026-03-29T01:30:00Z',
      window: 'night',
      edge: 'open',
      capacity: { min: 10, max: null },
    });
    expect(shown.nodeHours).toBe(9 * 35 - 10);
  });

  it('shows the events of a calendar', async () => {
    file('holidays.ics', GERMAN_HOLIDAYS);
    const exceptions = [{ calendar: 'holidays.ics', match: 'Neu*', capacity: { max: 0 } }];
    const path = file('office.json', { ...SCHEDULE, exceptions });
    const { output } = await run(preview, path, '--from', '2025-12-31', '--days', '2', '--json');
    const { edges } = JSON.parse(output) as { edges: { at: string; window: string; edge: string }[] };
    expect(edges.map(({ at, window, edge }) => `${at} ${edge} ${window}`)).toEqual([
      '2025-12-31T07:00:00Z open weekdays',
      '2025-12-31T17:30:00Z close weekdays',
      '2025-12-31T23:00:00Z open exception Neujahr (holidays.ics)',
    ]);
  });

  it('shows them to people in local time', async () => {
    const { output } = await run(preview, file('office.json', SCHEDULE), '--from', '2026-03-02', '--days', '1');
    expect(output.split('\n')).toEqual([
      '2026-03-02T08:00:00+01:00 open  weekdays (10 to no limit)',
      '2026-03-02T18:30:00+01:00 close weekdays (10 to no limit)',
      '2026-03-02 Mon: 105 node-hours',
      'at least 105 node-hours of the 2400 of 100 nodes (4 %), times in Europe/Berlin',
      '',
    ]);
  });

  it('shows a maintenance window, which exceptions do not touch and which asks for no capacity', async () => {
    const upgrades = { name: 'upgrades', cron: '0 2 * * SUN', duration: 'PT3H', maintenance: 'PT90M' };
    const exceptions = [{ date: '2026-03-08', capacity: { max: 0 } }];
    const path = file('upgrades.json', { ...SCHEDULE, windows: [upgrades], exceptions });
    const { output } = await run(preview, path, '--from', '2026-03-08', '--days', '1', '--json');
    const { edges, nodeHours, findings } = JSON.parse(output);
    const edge = { window: 'upgrades', capacity: { min: 0, max: null }, maintenance: 'PT1H30M' };
    expect(edges).toContainEqual({ at: '2026-03-08T01:00:00Z', edge: 'open', ...edge });
    expect(edges).toContainEqual({ at: '2026-03-08T04:00:00Z', edge: 'close', ...edge });
    expect([nodeHours, findings]).toEqual([0, []]);
    const people = await run(preview, path, '--from', '2026-03-08', '--days', '1');
    expect(people.output).toContain(' open  upgrades (maintenance, PT1H30M for each node)\n');
  });

  it('shows what that costs at the price of a policy, and what all of the pool would cost', async () => {
    const price = { nodeHour: 0.42, deallocatedNodeHour: 0.01, currency: 'EUR' };
    const files = [file('office.json', SCHEDULE), '--policy', file('render.json', { ...POLICY, price })];
    const options = ['--from', '2026-03-28', '--days', '3', '--nodes', '20'];
    const { output } = await run(preview, ...files, ...options, '--json');
    expect(JSON.parse(output)).toMatchObject({
      // 23 hours on the second day; 105 of the 480 node-hours of the third
      days: [
        { date: '2026-03-28', nodeHours: 0, cost: 4.8 },
        { date: '2026-03-29', nodeHours: 0, cost: 4.6 },
        { date: '2026-03-30', nodeHours: 105, cost: 47.85 },
      ],
      nodeHours: 105,
      cost: 57.25,
      alwaysOn: { nodeHours: 1420, cost: 596.4 },
      currency: 'EUR',
      findings: [],
    });
    expect((await run(preview, ...files, ...options)).output.split('\n').slice(-6, -1)).toEqual([
      '2026-03-28 Sat: 0 node-hours, 4.80 EUR',
      '2026-03-29 Sun: 0 node-hours, 4.60 EUR',
      '2026-03-30 Mon: 105 node-hours, 47.85 EUR',
      'clock change at 2026-03-29T03:00:00+02:00: +01:00 becomes +02:00',
      'at least 105 node-hours of the 1420 of 20 nodes (7 %), 57.25 of 596.40 EUR, times in Europe/Berlin',
    ]);
  });

  it('says what is probably not meant, as advice where only some days were looked at', async () => {
    const windows = [WINDOW, { ...WINDOW, name: 'all hands', days: ['MON#1'], capacity: { min: 300 } }];
    const parameters = [file('few.json', { ...SCHEDULE, windows }), '--policy', file('render.json', POLICY)];
    const { output } = await run(preview, ...parameters, '--from', '2026-03-03', '--json');
    expect(JSON.parse(output).findings).toEqual([
      {
        severity: 'advice',
        path: '$.windows[1]',
        rule: 'window-never-opens',
        message: 'window "all hands" does not open from 2026-03-03 to 2026-03-09',
      },
      {
        severity: 'advice',
        path: '$.windows[1].capacity.min',
        rule: 'more-than-the-pool',
        message: '300 nodes are required; a pool of 100 starts all of its nodes',
      },
      {
        severity: 'advice',
        path: '$',
        rule: 'no-price',
        message: 'no money is shown: the policy "render" has no price',
      },
    ]);
    const people = await run(preview, ...parameters, '--from', '2026-03-03', '--days', '1');
    expect(people.output).toContain('\nadvice $.windows[1] window "all hands" does not open on 2026-03-03\n');
    const { output: year } = await run(
      preview,
      file('past.json', { ...SCHEDULE, windows: [{ ...WINDOW, days: undefined, date: '2020-01-01' }] }),
      '--days',
      '366',
      '--json',
    );
    expect(JSON.parse(year).findings).toMatchObject([{ severity: 'warning', rule: 'window-never-opens' }]);
  });

  it.each([[['--from', 'tomorrow']], [['--days', '0']], [['--days', 'x']], [['--nodes', '-1']]])(
    'refuses %j',
    async (parameters) => {
      await expect(run(preview, file('office.json', SCHEDULE), ...parameters)).rejects.toThrow(/is expected|argument/);
    },
  );

  it('ends with 1 for a schedule that is wrong, or a policy', async () => {
    expect(await run(preview, file('bad.json', { id: 'bad' }))).toEqual({ code: 1, output: '' });
    const parameters = [file('office.json', SCHEDULE), '--policy', file('none.json', { ...POLICY, id: 'none' })];
    expect(await run(preview, ...parameters)).toEqual({ code: 1, output: '' });
  });

  it('names a file of another kind as what it is, instead of its faults as a schedule', async () => {
    const [office, render] = [file('office.json', SCHEDULE), file('render.json', POLICY)];
    await expect(run(preview, render)).rejects.toThrow(`${render} is a policy, and a schedule is expected`);
    await expect(run(preview, office, '--policy', office)).rejects.toThrow(
      `${office} is a schedule, and a policy is expected`,
    );
  });
});

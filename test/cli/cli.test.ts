import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { check } from '../../src/cli/commands/check.ts';
import { preview } from '../../src/cli/commands/preview.ts';
import { schema } from '../../src/cli/commands/schema.ts';
import type { Finding } from '../../src/cli/files/finding.ts';
import type { Command } from '../../src/cli/terminal/command.ts';
import { Misuse } from '../../src/cli/terminal/misuse.ts';
import { GERMAN_HOLIDAYS } from '../support/calendar-text.ts';
import { LINUX, printed, withMember } from '../support/pool-bodies.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lamplighter-cli-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content, undefined, 2));
  return path;
}

async function run(command: Command, ...parameters: readonly string[]): Promise<{ code: number; output: string }> {
  let output = '';
  const code = await command(parameters, (text) => {
    output += text;
  });
  return { code, output };
}

const WINDOW = { name: 'weekdays', days: ['MON-FRI'], from: '08:00', to: '18:30', capacity: { min: 10 } };
const SCHEDULE = { id: 'office', timeZone: 'Europe/Berlin', windows: [WINDOW] };
const POLICY = { id: 'render', pools: ['render'], schedules: ['office'] };

describe('check', () => {
  async function findings(...files: readonly string[]): Promise<readonly Finding[]> {
    return (JSON.parse((await run(check, '--json', ...files)).output) as { findings: readonly Finding[] }).findings;
  }

  it('is content with sound documents, which may point editors to their schema', async () => {
    const files = [
      file('office.json', { $schema: 'schemas/schedule.schema.json', ...SCHEDULE }),
      file('render.json', { $schema: 'schemas/policy.schema.json', ...POLICY }),
    ];
    expect(await run(check, '--json', ...files)).toEqual({ code: 0, output: '{"ok":true,"findings":[]}\n' });
    expect(await run(check, ...files)).toEqual({ code: 0, output: '2 files, 0 errors\n' });
  });

  it('says where each fault is, by path, line and column', async () => {
    const bad = file(
      'bad.json',
      '{ "id": "bad",\n  "timeZone": "Berlin",\n  "windows": [ { "name": "w",\n    "days": ["MON"], "from": "8:00", "to": "18:30" } ] }\n',
    );
    expect(await findings(bad)).toEqual([
      {
        file: bad,
        severity: 'error',
        path: '$.timeZone',
        line: 2,
        column: 15,
        rule: 'document',
        message: expect.stringContaining('IANA'),
      },
      {
        file: bad,
        severity: 'error',
        path: '$.windows[0].from',
        line: 4,
        column: 30,
        rule: 'document',
        message: expect.stringContaining('08:30'),
      },
      // A member that is missing is shown at what it is missing from.
      {
        file: bad,
        severity: 'error',
        path: '$.windows[0].capacity',
        line: 3,
        column: 16,
        rule: 'document',
        message: expect.stringContaining('capacity'),
      },
    ]);
    expect((await run(check, bad)).code).toBe(1);
    expect((await run(check, bad)).output).toContain(`${bad}:2:15 error $.timeZone `);
  });

  it('says where JSON ends to be JSON', async () => {
    const broken = file('broken.json', '{ "id": "a",\n  "timeZone" "UTC" }');
    expect((await findings(broken))[0]).toMatchObject({ rule: 'json', line: 2, column: 14 });
  });

  it('says of an expectation that it is not met', async () => {
    const expectations = { ...SCHEDULE, expect: [{ at: '2026-03-02T10:00:00+01:00', min: 11 }] };
    expect(await findings(file('expect.json', expectations))).toMatchObject([
      { rule: 'expectation', path: '$.expect[0].min' },
    ]);
  });

  it('warns of what is probably not meant, and is content all the same', async () => {
    const past = file('past.json', { ...SCHEDULE, windows: [{ ...WINDOW, days: undefined, date: '2020-01-01' }] });
    expect(await findings(past)).toMatchObject([
      { severity: 'warning', rule: 'window-never-opens', path: '$.windows[0]' },
    ]);
    expect((await run(check, past)).code).toBe(0);
    const other = file('other.json', { ...POLICY, schedules: ['office', 'nights'] });
    expect(await findings(file('office.json', SCHEDULE), other)).toMatchObject([
      { severity: 'warning', rule: 'schedule-not-here', path: '$.schedules[1]' },
    ]);
  });

  it('warns of windows that never count, and tells of those that change nothing', async () => {
    const windows = [
      { ...WINDOW, priority: 5 },
      { ...WINDOW, name: 'lunch', from: '12:00', to: '13:00', capacity: { min: 20 } },
      { ...WINDOW, name: 'again', priority: 5 },
    ];
    expect(await findings(file('shadowed.json', { ...SCHEDULE, windows }))).toMatchObject([
      { severity: 'warning', rule: 'window-shadowed', path: '$.windows[1]', line: 17 },
      { severity: 'advice', rule: 'window-changes-nothing', path: '$.windows[2]', line: 28 },
    ]);
    const never = { ...SCHEDULE, validFrom: '2026-03-02', validUntil: '2026-03-01' };
    expect(await findings(file('never.json', never))).toMatchObject([{ rule: 'never-valid', severity: 'warning' }]);
    const exceptions = [
      { from: '2090-12-24', to: '2090-12-31', capacity: { max: 0 } },
      { date: '2090-12-27', capacity: { min: 2 } },
    ];
    expect(await findings(file('far.json', { ...SCHEDULE, exceptions }))).toEqual([]);
  });

  it.each([
    // looked at for years, in pieces
    ['HOURLY;INTERVAL=2', []],
    // more than any weeks may have
    ['MINUTELY;INTERVAL=20', [{ severity: 'error', rule: 'calendar', path: '$.exceptions[0].calendar' }]],
  ])('says of a calendar with an event %s whether it has too many', async (rule, expected) => {
    const calendar = [
      'BEGIN:VCALENDAR',
      'BEGIN:VEVENT',
      'UID:often',
      'DTSTART:20260101T000000Z',
      'DURATION:PT10M',
      `RRULE:FREQ=${rule}`,
      'SUMMARY:often',
      'END:VEVENT',
      'END:VCALENDAR',
      '',
    ].join('\r\n');
    const exceptions = [{ calendar, name: 'often', capacity: { max: 0 } }];
    expect(await findings(file('often.json', { ...SCHEDULE, exceptions }))).toMatchObject(expected);
  });

  it('looks at the policies together: pools that two of them name, schedules that none names', async () => {
    const schedules = [file('office.json', SCHEDULE), file('nights.json', { ...SCHEDULE, id: 'nights' })];
    const policies = [
      file('render.json', POLICY),
      file('again.json', { ...POLICY, id: 'again' }),
      file('builds.json', { id: 'builds', pools: ['*-win'] }),
      file('tests.json', { id: 'tests', pools: ['tests-*'] }),
      file('wrong.json', { id: 'wrong', pools: ['render'], mode: 'both' }),
    ];
    const found = await findings(...schedules, ...policies);
    expect(
      found.map(({ file: path, severity, rule }) => `${severity} ${rule} ${path.slice(folder.length + 1)}`),
    ).toEqual([
      'error document wrong.json',
      'advice schedule-not-used nights.json',
      'error policies-overlap again.json',
    ]);
    const near = file('near.json', { id: 'near', pools: ['*linux-'] });
    expect(await findings(file('tests.json', { id: 'tests', pools: ['tests-*'] }), near)).toMatchObject([
      {
        severity: 'warning',
        rule: 'policies-overlap',
        path: '$.pools[0]',
        message: expect.stringContaining('tests-linux-'),
      },
    ]);
  });

  it('refuses two files with one id', async () => {
    const files = [file('one.json', SCHEDULE), file('two.json', SCHEDULE)];
    expect(await findings(...files)).toMatchObject([{ file: files[1], rule: 'same-id' }]);
  });

  it('reads calendars beside a schedule, or beside its folder, and says which cannot be had', async () => {
    file('holidays.ics', GERMAN_HOLIDAYS);
    const exceptions = [{ calendar: 'holidays.ics', capacity: { max: 0 } }];
    const expectations = [{ at: '2026-12-25T12:00:00+01:00', max: 0 }];
    const schedule = { ...SCHEDULE, exceptions, expect: expectations };
    mkdirSync(join(folder, 'schedules'));
    expect(await findings(file('office.json', schedule))).toEqual([]);
    expect(await findings(file('schedules/office.json', schedule))).toEqual([]);
    const wrong = ['none.ics', 'http://127.0.0.1:1/a.ics'].map((calendar) => ({ calendar, capacity: {} }));
    expect(await findings(file('wrong.json', { ...SCHEDULE, exceptions: wrong }))).toMatchObject([
      { rule: 'calendar', path: '$.exceptions[0].calendar', message: expect.stringContaining('there is no such file') },
      { rule: 'calendar', path: '$.exceptions[1].calendar', message: expect.stringContaining('only https is fetched') },
    ]);
  });

  it('says of the body of a pool what is wrong, where, and which page says so', async () => {
    const body = withMember(LINUX, 'properties.scaleSettings.fixedScale.resizeTimeout', 'PT1M');
    const pool = file('pool.json', withMember(body, 'identity', undefined));
    const found = await findings(pool);
    expect(found.find(({ rule }) => rule === 'key-vault-identity')).toEqual({
      // What is missing is shown where it belongs.
      file: pool,
      severity: 'warning',
      path: '$.identity',
      line: 1,
      column: 1,
      rule: 'key-vault-identity',
      message: expect.stringContaining('identity'),
      source: expect.stringMatching(/^https:/),
    });
    expect(found.filter(({ severity }) => severity === 'error')).toEqual([
      {
        file: pool,
        severity: 'error',
        path: '$.properties.scaleSettings.fixedScale.resizeTimeout',
        line: 48,
        column: 26,
        rule: 'scale-resize-timeout',
        message: expect.stringContaining('five minutes'),
        source: expect.stringMatching(/^https:/),
      },
    ]);
    const { code, output } = await run(check, pool);
    expect(code).toBe(1);
    expect(output).toContain(`${pool}:48:26 error $.properties.scaleSettings.fixedScale.resizeTimeout `);
    expect(output).toMatch(/1 file, 1 error\n$/);
  });

  it('knows the body of a pool also within the wrapper of the examples, and in other versions', async () => {
    const wrapped = file('wrapped.json', printed('auto-os-upgrade.json'));
    expect((await findings(wrapped))[0]).toMatchObject({ rule: 'wrapped-in-parameters', line: 4, column: 17 });
    expect((await run(check, wrapped)).code).toBe(0);
    expect(await findings(wrapped, '--api-version', '2023-11-01')).toMatchObject([
      { rule: 'upgrade-policy-api-version', path: '$.parameters.properties.upgradePolicy' },
      ...(await findings(wrapped)).map(() => ({})),
    ]);
    await expect(run(check, wrapped, '--api-version', 'new')).rejects.toThrow(Misuse);
  });

  it('says where the body of a pool ends to be JSON, and passes over comments', async () => {
    const broken = file('windows.json', printed('key-vault-windows-as-printed.txt'));
    expect(await findings(broken)).toMatchObject([{ rule: 'json-no-member-name', line: 31, column: 41 }]);
    const commented = file('commented.json', printed('key-vault-linux.json').replace('"vmSize"', '// small\n"vmSize"'));
    expect(await findings(commented)).toMatchObject([
      { rule: 'json-comment', severity: 'warning', line: 5, column: 5 },
      { rule: 'key-vault-initial-sync' },
    ]);
    const twice = file('twice.json', printed('key-vault-linux.json').replace('"vmSize"', '"vmSize": "A",\n"vmSize"'));
    expect(await findings(twice)).toMatchObject([{ rule: 'json-member-twice', severity: 'error', line: 6, column: 1 }]);
    const quoted = file('quoted.json', withMember(LINUX, 'identity.userAssignedIdentities', { 'a"b.c': {} }));
    expect(await findings(quoted)).toMatchObject([{ rule: 'identity-id', line: 55, column: 17 }, {}]);
  });

  it('needs files that are there', async () => {
    await expect(run(check)).rejects.toThrow(Misuse);
    await expect(run(check, join(folder, 'none.json'))).rejects.toThrow(/^there is no file .*none\.json$/);
  });
});

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
      'at least 105 node-hours of 2400 (4 %), times in Europe/Berlin',
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
      'at least 105 node-hours of 1420 (7 %), 57.25 of 596.40 EUR, times in Europe/Berlin',
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
        message: '300 nodes are asked for; a pool of 100 gives all that it has',
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
});

describe('schema', () => {
  it.each(['schedule', 'policy', 'override', 'subscription'])('prints that of a %s', async (kind) => {
    const { code, output } = await run(schema, kind);
    expect([code, JSON.parse(output).$id]).toEqual([0, `urn:lamplighter:${kind}`]);
  });

  it.each([
    [[], "missing required argument 'kind'"],
    [['pool'], 'Allowed choices are schedule, policy, override, subscription, rule'],
    [['policy', 'schedule'], 'too many arguments'],
  ])('refuses %j', async (parameters, problem) => {
    await expect(run(schema, ...parameters)).rejects.toThrow(problem);
  });
});

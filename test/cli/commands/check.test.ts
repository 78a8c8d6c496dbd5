import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { check } from '../../../src/cli/commands/check.ts';
import type { Finding } from '../../../src/cli/files/finding.ts';
import { Misuse } from '../../../src/cli/terminal/misuse.ts';
import { aCalendar, GERMAN_HOLIDAYS } from '../../support/calendar-text.ts';
import { LINUX, printed, withMember } from '../../support/pool-bodies.ts';
import { fileFolder, POLICY, run, SCHEDULE, WINDOW } from './support/command-line.ts';

const folder = fileFolder();
const { file } = folder;

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

  it('warns of what has no effect in rules and subscriptions', async () => {
    const match = { 'data.tasks': { gte: 5, lte: 1 } };
    const act = { start: { account: 'demo', pool: 'render', count: 1, reason: 'work' } };
    const rule = file('rule.json', { id: 'r', source: 'generic', match, act });
    const events = ['*', 'lamplighter.node.started'];
    const subscription = file('ops.json', { id: 'ops', url: 'https://hooks.example/', events });
    expect(await findings(rule, subscription)).toMatchObject([
      { file: rule, severity: 'warning', rule: 'condition-never-met', line: 5 },
      { file: subscription, severity: 'warning', rule: 'member-without-effect', path: '$.events[1]', line: 6 },
    ]);
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
    expect((await findings(broken))[0]).toMatchObject({
      rule: 'json',
      line: 2,
      column: 14,
      message: 'not JSON: a colon is expected after the name of a member',
    });
    const twice = file('twice.json', '{ "id": "a", "timeZone": "Etc/UTC",\n  "windows": [],\n  "windows": [] }');
    expect(await findings(twice)).toEqual([
      expect.objectContaining({ rule: 'json', path: '$.windows', line: 3, column: 3, severity: 'error' }),
    ]);
  });

  it('knows a subscription by its address and its events', async () => {
    const subscription = { id: 'ops', url: 'https://hooks.example/x', events: ['lamplighter.node.started'] };
    expect(await findings(file('ops.json', subscription))).toEqual([]);
    expect(await findings(file('wrong.json', { ...subscription, events: ['node.lit'] }))).toMatchObject([
      { path: '$.events[0]', severity: 'error', rule: 'document' },
    ]);
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

  it('warns of a calendar none of whose events an exception chooses in the next two years', async () => {
    const holidays = aCalendar(['DTSTART;VALUE=DATE:20200101', 'RRULE:FREQ=YEARLY', 'SUMMARY:New Year']);
    const ended = aCalendar(['DTSTART;VALUE=DATE:20200101', 'SUMMARY:New Year']);
    const exceptions = [
      { calendar: holidays, match: 'new year', capacity: { max: 0 } },
      { calendar: holidays, match: 'New Years', name: 'holidays', capacity: { max: 0 } },
      { calendar: ended, nights: 'whole', capacity: { max: 0 } },
      { date: '2020-01-01', capacity: { max: 0 } },
    ];
    expect(await findings(file('ended.json', { ...SCHEDULE, exceptions }))).toMatchObject([
      {
        severity: 'warning',
        rule: 'calendar-without-events',
        path: '$.exceptions[1]',
        message: expect.stringMatching(/^no event of holidays that this exception chooses takes place from 20/),
      },
      { rule: 'calendar-without-events', path: '$.exceptions[2]' },
    ]);
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
      found.map(({ file: path, severity, rule }) => `${severity} ${rule} ${path.slice(folder.path().length + 1)}`),
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
    mkdirSync(join(folder.path(), 'schedules'));
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
    const both = file('both.json', '{ "name": "a", "name": "b" "properties": {} }');
    expect(await findings(both)).toMatchObject([{ rule: 'json' }, { rule: 'json-member-twice' }]);
    const quoted = file('quoted.json', withMember(LINUX, 'identity.userAssignedIdentities', { 'a"b.c': {} }));
    expect(await findings(quoted)).toMatchObject([{ rule: 'identity-id', line: 55, column: 17 }, {}]);
  });

  it('needs files that are there', async () => {
    await expect(run(check)).rejects.toThrow(Misuse);
    await expect(run(check, join(folder.path(), 'none.json'))).rejects.toThrow(/^there is no file .*none\.json$/);
  });
});

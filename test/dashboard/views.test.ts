import { describe, expect, it } from 'vitest';
import type { AuditPage } from '../../src/api/audit.ts';
import type { AuditRecord } from '../../src/api/audit-record.ts';
import { RECORD_EXAMPLE } from '../../src/api/audit-record.ts';
import { POOL_EXAMPLE, type Pool } from '../../src/api/pool.ts';
import { takeKey } from '../../src/dashboard/model/access-key.ts';
import { ACT_FORMS } from '../../src/dashboard/model/act-forms.ts';
import { type SeenRecords, seenIn, withNewest, withOlder } from '../../src/dashboard/model/audit-pages.ts';
import { canUndo, storiesOf } from '../../src/dashboard/model/evaluations.ts';
import { nodeHistory, type ShownState } from '../../src/dashboard/model/node-history.ts';
import { needsPerson, poolRows, poolTotals } from '../../src/dashboard/model/pool-list.ts';
import { hashOf, routeOf } from '../../src/dashboard/model/route.ts';
import { savingsSpan } from '../../src/dashboard/model/savings-span.ts';
import { comparedOf, savingsCsv } from '../../src/dashboard/model/savings-table.ts';
import { describeActor, withDaysIn } from '../../src/dashboard/model/story.ts';
import { fromInput, placeOf, toInput, withTimesIn, zoneFor } from '../../src/dashboard/model/times.ts';
import { mondayOf, weekOf, weeksLater } from '../../src/dashboard/model/week.ts';
import { edgeChanges, edgesOfWeek } from '../../src/dashboard/model/week-difference.ts';

describe('an address', () => {
  it.each([
    ['#/pools/demo/render?range=7d', { view: 'pools', path: ['demo', 'render'], query: { range: '7d' } }],
    ['#/schedules/office%2Fx', { view: 'schedules', path: ['office/x'], query: {} }],
    ['', { view: 'pools', path: [], query: {} }],
    ['#/nowhere/x?y=1', { view: 'pools', path: [], query: {} }],
    ['#/audit?pool=a%26b', { view: 'audit', path: [], query: { pool: 'a&b' } }],
  ] as const)('%s names a view', (hash, route) => {
    expect(routeOf(hash)).toEqual(route);
    expect(routeOf(hashOf(route))).toEqual(route);
  });

  it('loses its key and nothing else', () => {
    expect(takeKey('https://a.example/api/dashboard#/pools/demo/x?range=7d&code=k')).toEqual({
      key: 'k',
      address: '/api/dashboard#/pools/demo/x?range=7d',
    });
    expect(takeKey('https://a.example/api/dashboard#/audit').address).toBe('/api/dashboard#/audit');
  });
});

function aPool(overrides: Partial<Pool>): Pool {
  return { ...POOL_EXAMPLE, ...overrides };
}

const POOLS = [
  aPool({ id: 'render', nodes: 12, states: { deallocated: 2, running: 10 } }),
  aPool({
    id: 'broken',
    nodes: 2,
    states: { unusable: 1, idle: 1 },
    policy: null,
    reason: 'no policy names the pool',
    price: null,
  }),
  aPool({ id: 'alone', nodes: 1, states: { idle: 1 }, reason: 'the pool is being resized' }),
];

describe('the list of pools', () => {
  const ids = (filter: Parameters<typeof poolRows>[1]) =>
    poolRows(POOLS, filter).map((row) => (row.kind === 'pool' ? row.pool.id : `[${row.name} ${row.pools}]`));

  it('is searched, filtered, sorted and grouped', () => {
    expect(ids({})).toEqual(['alone', 'broken', 'render']);
    expect(ids({ q: 'REND' })).toEqual(['alone', 'render']);
    expect(ids({ q: 'demo/ren' })).toEqual(['render']);
    expect(ids({ state: 'trouble' })).toEqual(['broken']);
    expect(ids({ policy: 'none' })).toEqual(['broken']);
    expect(ids({ trouble: '1' })).toEqual(['alone', 'broken']);
    expect(ids({ sort: 'nodes on' })).toEqual(['render', 'broken', 'alone']);
    expect(ids({ group: 'policy' })).toEqual(['[none 1]', 'broken', '[render 2]', 'alone', 'render']);
  });

  it('says who needs a person, and why', () => {
    expect(POOLS.map(needsPerson)).toEqual([undefined, '1 node in trouble', 'the pool is being resized']);
    const { lastPlan } = POOL_EXAMPLE;
    const broken = aPool({ lastPlan: lastPlan && { ...lastPlan, broken: 'starts of the pool fail' } });
    expect(needsPerson(broken)).toBe('starts of the pool fail');
  });

  it('adds up nodes by state and money by currency', () => {
    expect(poolTotals(POOLS)).toMatchObject({
      pools: 3,
      states: { running: 10, idle: 2, trouble: 1, off: 2, coming: 0 },
      hourly: [{ currency: 'EUR', amount: expect.closeTo(10 * 0.42 + 2 * 0.01 + 0.42, 9) }],
      needPerson: 2,
    });
  });
});

function aRecord(overrides: Partial<AuditRecord>): AuditRecord {
  return { ...RECORD_EXAMPLE, ...overrides };
}

describe('the audit log in lines', () => {
  it('counts the nodes of an evaluation and names what asked for it', () => {
    const reason = 'at most 0 may be allocated (outside the windows of office-hours), 2 are';
    const intents = ['a', 'b'].map((node) =>
      aRecord({ id: `p/${node}`, node, phase: 'intent', action: 'deallocate', reason }),
    );
    expect(
      storiesOf([aRecord({ correlation: 'other', action: 'override', phase: 'event', reason: 'x' }), ...intents]),
    ).toMatchObject([
      { says: 'override: x' },
      { says: '2 nodes off: outside the windows of office-hours', about: 'demo/render', records: [{}, {}] },
    ]);
  });

  it('is in the order of the times that it shows', () => {
    const story = (correlation: string, ...times: readonly string[]) =>
      times.map((at) => aRecord({ id: `p/${at}`, correlation, at }));
    const [begin = aRecord({}), end = aRecord({})] = story('long', '2026-03-02T08:00:00Z', '2026-03-02T12:00:00Z');
    const [between = aRecord({})] = story('short', '2026-03-02T10:00:00Z');
    expect(storiesOf([end, between, begin]).map(({ at }) => at)).toEqual([end.at, between.at]);
  });

  it('names what asked for an act, also where its brackets hold others, and who it was', () => {
    const reason =
      '2 must be ready (1 slot waits; job training (priority 0): 1 task running in 1 slot); 1 ready, 0 on the way';
    const intent = aRecord({ phase: 'intent', action: 'start', node: 'a', reason });
    expect(storiesOf([intent])).toMatchObject([
      { says: '1 node on: 1 slot waits; job training (priority 0): 1 task running in 1 slot' },
    ]);
    expect(
      ['timer:evaluate-pools', 'entra:anna@contoso.com', 'webhook:generic', 'http:function-key', 'files'].map(
        describeActor,
      ),
    ).toEqual([
      'Lamplighter',
      'anna@contoso.com',
      'webhook generic',
      'somebody with a function key',
      'documents beside the app',
    ]);
  });

  it('offers to undo what people have changed', () => {
    expect(
      ['override', 'schedule.put', 'start.requested', 'start', 'node.started'].map((action) => canUndo({ action })),
    ).toEqual([true, true, true, false, false]);
  });
});

describe('times', () => {
  it("are those of the pool's zone in the middle of a sentence too", () => {
    expect(withTimesIn('override by ann until 2026-03-02T18:00:00Z: late', 'Europe/Berlin')).toBe(
      'override by ann until Mon 2 Mar 19:00: late',
    );
    expect([zoneFor('pool', 'Asia/Tokyo'), zoneFor('pool', null), zoneFor('local', 'Asia/Tokyo')]).toEqual([
      'Asia/Tokyo',
      'UTC',
      'local',
    ]);
  });

  it.each([
    ['2026-03-02T18:00:00Z', 'Europe/Berlin', '2026-03-02T19:00'],
    ['2026-07-02T18:00:00Z', 'America/New_York', '2026-07-02T14:00'],
    ['2026-03-02T18:00:00Z', 'UTC', '2026-03-02T18:00'],
    ['2026-03-02T18:00:00Z', 'Asia/Kathmandu', '2026-03-02T23:45'],
  ])('are typed by the clock of the zone: %s in %s', (moment, zone, text) => {
    expect(toInput(moment, zone)).toBe(text);
    expect(fromInput(text, zone)).toBe(moment);
  });

  it('say where their clock is', () => {
    expect(['America/New_York', 'Etc/UTC', 'UTC', 'local'].map(placeOf)).toEqual(['New York', 'UTC', 'UTC', '']);
  });

  it.each([
    // ordinary days
    ['2026-03-02T18:00', 'Europe/Berlin', '2026-03-02T17:00:00Z'],
    ['2026-03-02T18:00', 'America/New_York', '2026-03-02T23:00:00Z'],
    // gap: moved past it
    ['2026-03-29T02:30', 'Europe/Berlin', '2026-03-29T01:30:00Z'],
    ['2026-03-08T02:30', 'America/New_York', '2026-03-08T07:30:00Z'],
    ['2026-09-06T00:00', 'America/Santiago', '2026-09-06T04:00:00Z'],
    // overlap: the first one counts
    ['2026-10-25T02:30', 'Europe/Berlin', '2026-10-25T00:30:00Z'],
    ['2026-11-01T01:30', 'America/New_York', '2026-11-01T05:30:00Z'],
  ])('that are typed as %s in %s are %s', (typed, zone, expected) => {
    expect(fromInput(typed, zone)).toBe(expected);
  });

  it('that are not typed are none', () => {
    expect(fromInput('', 'UTC')).toBeUndefined();
  });
});

describe('a week of a schedule', () => {
  const edge = (at: string, kind: 'open' | 'close') => ({
    at,
    window: 'w',
    edge: kind,
    capacity: { min: 2, max: null },
  });

  it('has each window on the days that it touches, by the clock of a zone', () => {
    const preview = {
      edges: [
        edge('2026-03-28T20:00:00Z', 'open'),
        edge('2026-03-29T04:00:00Z', 'close'),
        edge('2026-03-29T20:00:00Z', 'open'),
      ],
      clockChanges: [
        { at: '2026-03-29T01:00:00Z', before: '+01:00', after: '+02:00', timeZone: 'Europe/Berlin', windows: [] },
      ],
    };
    const days = weekOf(preview, 'Europe/Berlin', '2026-03-23');
    expect(days.map(({ spans }) => spans.map(({ from, to }) => [from / 60, to / 60]))).toEqual([
      [],
      [],
      [],
      [],
      [],
      [[21, 24]],
      [
        [0, 6],
        [22, 24],
      ],
    ]);
    expect(days[6]?.clockChanges).toEqual([{ minute: 180, says: 'Europe/Berlin: clocks go forward by 1 h' }]);
  });

  it('marks exceptions, and says what differs from what is saved', () => {
    const exception = { ...edge('2026-03-25T00:00:00Z', 'open'), window: 'exception Lady Day (holidays)' };
    const days = weekOf({ edges: [exception], clockChanges: [] }, 'UTC', '2026-03-23');
    expect(days[2]?.spans).toMatchObject([{ window: 'Lady Day (holidays)', kind: 'exception', from: 0, to: 1440 }]);
    const opening = (at: string) => ({ edges: [edge(at, 'open')] });
    const week = edgesOfWeek(
      { edges: [edge('2026-03-22T23:30:00Z', 'open'), edge('2026-03-30T00:00:00Z', 'open')] },
      'Europe/Berlin',
      '2026-03-23',
    );
    expect(week.edges.map(({ at }) => at)).toEqual(['2026-03-22T23:30:00Z']);
    expect(edgeChanges(opening('2026-03-23T08:00:00Z'), opening('2026-03-23T07:00:00Z'), 'UTC')).toEqual([
      { kind: 'added', at: '2026-03-23T07:00:00Z', says: 'Mon 23 Mar 07:00 w opens: at least 2' },
      { kind: 'removed', at: '2026-03-23T08:00:00Z', says: 'Mon 23 Mar 08:00 w opens: at least 2' },
    ]);
  });

  it('begins on a Monday', () => {
    expect([mondayOf('2026-03-01T12:00:00Z'), weeksLater('2026-02-23', 1)]).toEqual(['2026-02-23', '2026-03-02']);
  });
});

describe('the states of a node', () => {
  const on = (at: string, action: string, outcome?: 'accepted' | 'refused') =>
    aRecord({ at, action, phase: outcome === undefined ? 'event' : 'outcome', outcome });
  const says = (records: readonly AuditRecord[], now?: ShownState) =>
    nodeHistory(records, { from: '2026-03-01T00:00:00Z', to: '2026-03-02T12:00:00Z', now }).map(({ lamp, from }) => [
      lamp,
      from.slice(5, 16),
    ]);

  it('are laid out from its records, in any order, and nothing is invented before them', () => {
    const records = [
      on('2026-03-02T08:00:00Z', 'node.started'),
      on('2026-03-02T07:50:00Z', 'start', 'accepted'),
      on('2026-03-02T07:40:00Z', 'start', 'refused'),
    ];
    expect(says(records)).toEqual([
      ['unknown', '03-01T00:00'],
      ['coming', '03-02T07:50'],
      ['running', '03-02T08:00'],
    ]);
  });

  it('are what the node shows where no record tells', () => {
    expect(says([])).toEqual([['unknown', '03-01T00:00']]);
    expect(says([], { state: 'deallocated', since: '2026-02-20T00:00:00Z' })).toEqual([['off', '03-01T00:00']]);
    expect(says([on('2026-02-20T00:00:00Z', 'node.deallocated')])).toEqual([['off', '03-01T00:00']]);
  });
});

describe('acts and files', () => {
  it('are the requests that the API takes', () => {
    const input = {
      nodes: '50%',
      until: '2026-03-02T18:00:00Z',
      from: undefined,
      note: 'x',
      on: [],
      off: ['n'],
      despiteStop: false,
    };
    expect(ACT_FORMS['keep-on'].request(input).body).toEqual({
      capacity: { min: '50%' },
      until: input.until,
      note: 'x',
    });
    expect(ACT_FORMS.pin.request(input).body).toMatchObject({ nodes: { on: [], off: ['n'] } });
    expect(ACT_FORMS.start.request({ ...input, nodes: '' }).body).toEqual({
      all: true,
      reason: 'x',
      until: input.until,
    });
    expect(ACT_FORMS.deallocate.request({ ...input, despiteStop: true }).body).toMatchObject({ despiteStop: true });
  });

  it('are of a month by the clock of a zone, or of days up to now', () => {
    const now = '2026-03-02T09:30:00Z';
    expect(savingsSpan({ month: '2026-02' }, now, 'UTC')).toEqual({
      bounds: { from: '2026-02-01T00:00:00Z', to: '2026-03-01T00:00:00Z' },
      name: '2026-02',
    });
    expect(savingsSpan({ month: '2026-12' }, now, 'America/New_York')).toMatchObject({
      bounds: { from: '2026-12-01T05:00:00Z', to: '2027-01-01T05:00:00Z' },
    });
    expect(savingsSpan({ month: 'nonsense', days: '7' }, now, 'UTC')).toEqual({
      bounds: { from: '2026-02-23T09:00:00.000Z' },
      name: 'last-7-days',
    });
  });

  it('have no baselines where no day was summed up, and those of a pool that was always off', () => {
    const none = { nodeHours: 0, money: [{ currency: 'EUR', amount: 0 }] };
    const some = { nodeHours: 48, money: [{ currency: 'EUR', amount: 20 }] };
    const spending = {
      spent: none,
      savedAgainst: { alwaysOn: none, idle10: none, before: null },
      wouldHaveSaved: null,
    };
    expect(comparedOf(spending)).toEqual({});
    const off = { ...spending, savedAgainst: { alwaysOn: some, idle10: none, before: null } };
    expect(comparedOf(off)).toEqual({ alwaysOn: some, idle10: none });
  });

  it('have nothing in a CSV that a spreadsheet would run', () => {
    const money = [{ currency: 'EUR', nodes: 3, disks: 1, restarts: 0.5, saved: 1.5 }];
    const hours = { name: '=cmd(),"x"', nodeHoursOff: 2, restarts: 1, restartNodeHours: 0.1, money };
    const alwaysOn = { nodeHours: 2, money: [{ currency: 'EUR', amount: 2.5 }] };
    const row = { ...hours, alwaysOn, idle10: undefined, wouldHaveSaved: undefined };
    expect(savingsCsv('pool', [row])).toBe(
      'pool,nodeHoursOff,restarts,restartNodeHours,currency,nodes,disks,restartsCost,saved,savedAgainstAlwaysOn,savedAgainstIdle10,wouldHaveSaved\r\n"\'=cmd(),""x""",2,1,0.1,EUR,3,1,0.5,1.5,2.5,,\r\n',
    );
  });

  it('have their hours once, and every currency of their amounts', () => {
    const money = ['EUR', 'USD'].map((currency) => ({ currency, nodes: 3, disks: 1, restarts: 0.5, saved: 1.5 }));
    const hours = { name: 'p', nodeHoursOff: 2, restarts: 1, restartNodeHours: 0.1 };
    const alwaysOn = { nodeHours: 2, money: [{ currency: 'GBP', amount: 2.5 }] };
    const row = { ...hours, money, alwaysOn, idle10: undefined, wouldHaveSaved: undefined };
    const [, ...lines] = savingsCsv('pool', [row, { ...row, money: [], alwaysOn: undefined }])
      .trim()
      .split('\r\n');
    expect(lines).toEqual([
      'p,2,1,0.1,EUR,3,1,0.5,1.5,,,',
      'p,,,,USD,3,1,0.5,1.5,,,',
      'p,,,,GBP,,,,,2.5,,',
      'p,2,1,0.1,,,,,,,,',
    ]);
  });
});

describe('the records of a filter', () => {
  const page = (numbers: readonly number[], cursor: string | null = null): AuditPage => ({
    records: numbers.map((number) => ({ ...RECORD_EXAMPLE, id: `c/${number}`, number })),
    cursor,
  });
  const numbersIn = ({ records }: SeenRecords) => records.map(({ number }) => number);

  it('stay when newer ones push them off the first page', () => {
    const loaded = withOlder(seenIn(page([4, 3], 'a')), page([2, 1], 'b'));
    const seen = withNewest(loaded, page([6, 5, 4], 'c'));
    expect([numbersIn(seen), seen.cursor]).toEqual([[6, 5, 4, 3, 2, 1], 'b']);
  });

  it('never have a gap: after more than a page of new ones they begin anew', () => {
    const loaded = withOlder(seenIn(page([4, 3], 'a')), page([2, 1]));
    const seen = withNewest(loaded, page([9, 8], 'c'));
    expect([numbersIn(seen), seen.cursor]).toEqual([[9, 8], 'c']);
  });

  it('of days are those of the time zone in which they are shown', () => {
    expect(withDaysIn({ from: '2026-03-02', to: 'x', pool: 'p' }, 'Asia/Tokyo')).toEqual({
      from: '2026-03-01T15:00:00Z',
      to: 'x',
      pool: 'p',
    });
  });
});

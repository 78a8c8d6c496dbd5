import { describe, expect, it } from 'vitest';
import type { Plan } from '../../src/api/pool.ts';
import type { Timeline } from '../../src/api/timeline.ts';
import { NODE_STATES } from '../../src/core/pool/node-state.ts';
import { takeKey } from '../../src/dashboard/model/access-key.ts';
import { LONGEST_MS, pauseAfter, REFRESH_MS } from '../../src/dashboard/model/back-off.ts';
import { chartDataOf, describeTimeline } from '../../src/dashboard/model/chart-data.ts';
import { closingIn } from '../../src/dashboard/model/closing.ts';
import { countLamps, describeLamps, lampOf } from '../../src/dashboard/model/lamps.ts';
import { auditQuery, describeAct, isTrouble } from '../../src/dashboard/model/story.ts';
import { formatDistance, formatMoment, formatTime, setPresent } from '../../src/dashboard/model/times.ts';
import {
  describeCapacity,
  describePlan,
  describeVerified,
  formatMoney,
  partsOfNode,
} from '../../src/dashboard/model/words.ts';

describe('lamps', () => {
  it('show every state of Azure Batch, and those that nobody knows as trouble', () => {
    const troubled = NODE_STATES.filter((state) => lampOf(state) === 'trouble');
    expect(troubled).toEqual(['unusable', 'starttaskfailed', 'unknown', 'offline']);
    expect(lampOf('constructor')).toBe('trouble');
    expect(lampOf('a state of tomorrow')).toBe('trouble');
  });

  it('are counted, the brightest first', () => {
    const states = { deallocated: 5, deallocating: 1, idle: 2, running: 0, unusable: 1 };
    expect(countLamps(states)).toEqual([
      { lamp: 'idle', nodes: 2, states: ['idle'] },
      { lamp: 'trouble', nodes: 1, states: ['unusable'] },
      { lamp: 'off', nodes: 6, states: ['deallocated', 'deallocating'] },
    ]);
    expect(describeLamps(states)).toBe('2 idle, 1 trouble, 6 off');
    expect(describeLamps({})).toBe('no nodes');
  });
});

describe('moments', () => {
  it.each([
    ['2026-03-02T07:48:31.5Z', 'Mon 2 Mar 07:48'],
    ['2026-03-02T00:00:00Z', 'Mon 2 Mar 00:00'],
    ['nonsense <b>', 'nonsense <b>'],
  ])('%s are %s in UTC', (moment, shown) => {
    expect(formatMoment(moment, 'UTC')).toBe(shown);
  });

  it.each([
    ['2026-12-31T23:00:00Z', 'Asia/Tokyo', 'Fri 1 Jan 2027 08:00'],
    ['2025-12-31T16:00:00Z', 'Asia/Tokyo', 'Thu 1 Jan 01:00'],
    ['2025-12-31T16:00:00Z', 'UTC', 'Wed 31 Dec 2025 16:00'],
  ])('of another year than the present have it: %s in %s', (moment, zone, shown) => {
    setPresent('2026-03-02T12:00:00Z');
    expect(formatMoment(moment, zone)).toBe(shown);
    setPresent(undefined);
  });

  it('have a time of the day with 24 hours', () => {
    expect(formatTime('2026-03-02T23:05:00Z', 'UTC')).toBe('23:05');
  });

  it.each([
    ['2026-03-02T08:12:00Z', 'in 12 min'],
    ['2026-03-02T07:00:00Z', '1 h ago'],
    ['2026-03-02T08:00:10Z', 'now'],
    ['2026-03-03T20:00:00Z', 'in 36 h'],
    ['2026-03-09T08:00:00Z', 'in 7 d'],
    ['never', ''],
  ])('are so far from eight: %s', (moment, distance) => {
    expect(formatDistance(moment, '2026-03-02T08:00:00Z')).toBe(distance);
  });
});

describe('words', () => {
  it.each([
    [0, null, 'no limits'],
    [3, null, 'at least 3'],
    [0, 0, 'none'],
    [0, 2, 'at most 2'],
    [1, 2, 'from 1 to 2'],
    [4, 4, 'exactly 4'],
  ])('for a capacity from %s to %s', (min, max, words) => {
    expect(describeCapacity({ min, max })).toBe(words);
  });

  const plan: Plan = {
    at: '',
    correlation: '',
    policy: 'p',
    mode: 'enforce',
    target: null,
    leftAlone: null,
    acts: [],
    halts: [],
    broken: null,
    sibling: null,
    left: [],
  };
  const act = (action: 'start' | 'deallocate') => ({ node: 'n', action, rule: 'schedule', reason: '' });

  it.each([
    ['not looked at yet', null],
    ['nothing to do', plan],
    ['left alone: it is being resized', { ...plan, leftAlone: 'it is being resized' }],
    ['2 starts, 1 deallocation', { ...plan, acts: [act('start'), act('deallocate'), act('start')] }],
    ['1 start, only observed', { ...plan, mode: 'observe', acts: [act('start')] }],
  ] satisfies readonly (readonly [string, Plan | null])[])('for a plan: %s', (words, of) => {
    expect(describePlan(of)).toBe(words);
  });

  it('for money, in any currency', () => {
    expect(formatMoney(1234.5, 'EUR')).toBe('€1,234.50');
    expect(formatMoney(-3, 'not one')).toBe('-3.00 not one');
  });

  it('for a node, in parts of which none is lost', () => {
    expect(partsOfNode('tvmps_31edefb9324cc25feed9fdc9cb9ad48e_d')).toEqual({
      head: 'tvmps_31ed',
      middle: 'efb9324cc25feed9fdc9cb9a',
      tail: 'd48e_d',
    });
    expect(partsOfNode('node-1')).toEqual({ head: 'node-1', middle: '', tail: '' });
  });
});

describe('a chart', () => {
  const timeline: Timeline = {
    account: 'demo',
    pool: 'render',
    now: '2026-03-02T09:00:00Z',
    from: '2026-03-02T00:00:00Z',
    to: '2026-03-02T20:00:00Z',
    nodes: 6,
    knownFrom: '2026-03-02T06:00:00Z',
    on: [
      { at: '2026-03-02T06:00:00Z', nodes: 0 },
      { at: '2026-03-02T07:46:00Z', nodes: 3 },
    ],
    requested: [
      { at: '2026-03-02T00:00:00Z', min: 0, max: 0, because: [] },
      { at: '2026-03-02T08:00:00Z', min: 3, max: null, because: [] },
      { at: '2026-03-02T18:30:00Z', min: 0, max: 0, because: [] },
    ],
  };
  const hours = (seconds: number) => (seconds - Date.parse(timeline.from) / 1000) / 3600;

  it('has a point wherever something changes, and nothing on after now or before it is known', () => {
    const { at, on, min, max, top, now } = chartDataOf(timeline);
    expect(at.map(hours)).toEqual([0, 6, 7 + 46 / 60, 8, 9, 18.5, 20]);
    expect(on).toEqual([null, 0, 3, 3, 3, null, null]);
    expect(min).toEqual([0, 0, 0, 3, 3, 0, 0]);
    expect(max).toEqual([0, 0, 0, 6, 6, 0, 0]);
    expect([hours(now), top]).toEqual([9, 6]);
  });

  it('is in order, and as long in all its columns, whatever comes', () => {
    const odd = {
      ...timeline,
      now: '2026-03-03T00:00:00Z',
      nodes: 0,
      requested: [...timeline.requested].reverse(),
      on: [],
    };
    const { at, on, min, max, top } = chartDataOf(odd);
    expect(at.toSorted((a, b) => a - b)).toEqual(at);
    expect([on.length, min.length, max.length]).toEqual([at.length, at.length, at.length]);
    expect(top).toBe(3);
    expect(min).toEqual([0, 3, 0, 0]);
  });

  it('has a sentence for those who do not see it', () => {
    expect(describeTimeline(timeline)).toBe(
      '3 of 6 nodes on at 2026-03-02T09:00:00Z; between 0 and 3 in the time shown, with 1 changes.',
    );
    expect(describeTimeline({ ...timeline, on: [] })).toBe('There is no data for this time yet.');
  });
});

describe('the closing that can be skipped', () => {
  const requested = (at: string, min: number): Timeline['requested'][number] => ({
    at,
    min,
    max: null,
    because: [],
  });

  it('is the next one, until something else is requested', () => {
    const [evening, night, morning] = [requested('a', 5), requested('b', 0), requested('c', 5)];
    expect(closingIn([evening, night, morning], 5)).toEqual({ until: 'c' });
    expect(closingIn([evening, night], 5)).toEqual({ until: undefined });
  });

  it('is none if nothing closes', () => {
    expect(closingIn([requested('a', 5)], 5)).toBeUndefined();
    expect(closingIn([requested('a', 5)], 0)).toBeUndefined();
    expect(closingIn([], 5)).toBeUndefined();
  });
});

describe('the key', () => {
  it.each([
    ['https://a.net/api/dashboard#code=abc', 'abc', '/api/dashboard'],
    ['https://a.net/api/dashboard?code=a%2Bb%3D%3D', 'a+b==', '/api/dashboard'],
    ['https://a.net/api/dashboard?code=query#code=fragment', 'fragment', '/api/dashboard'],
    ['https://a.net/api/dashboard?x=1&code=abc#pool=demo%2Frender', 'abc', '/api/dashboard?x=1#pool=demo%2Frender'],
    ['https://a.net/api/dashboard#pool=demo%2Frender', undefined, '/api/dashboard#pool=demo%2Frender'],
    ['https://a.net/api/dashboard#code=', undefined, '/api/dashboard'],
  ])('is taken out of %s', (href, key, address) => {
    expect(takeKey(href)).toEqual({ key, address });
  });
});

describe('the page waits', () => {
  it('longer after every failure, up to a minute', () => {
    const waits = Array.from({ length: 12 }, (_, failures) => pauseAfter({ failures, slow: 1, took: 0 }));
    expect(waits.slice(0, 3)).toEqual([REFRESH_MS, 2 * REFRESH_MS, 4 * REFRESH_MS]);
    expect(waits.at(-1)).toBe(LONGEST_MS);
    expect(waits.toSorted((a, b) => a - b)).toEqual(waits);
  });

  it('so long that it keeps the app busy for a tenth of the time at the most', () => {
    expect(pauseAfter({ failures: 0, slow: 1, took: 4000 })).toBe(36_000);
    expect(pauseAfter({ failures: 0, slow: 6, took: 10 })).toBe(6 * REFRESH_MS);
  });
});

describe('the audit log', () => {
  it.each([
    [{}, 'The audit log'],
    [{ account: 'demo', pool: '' }, 'The audit log of the account demo'],
    [{ account: 'demo', pool: 'render' }, 'The audit log of the pool demo/render'],
    [{ pool: 'render' }, 'The audit log of the pool render'],
  ])('is verified as far as the view is narrowed: %j', (filter, text) => {
    expect(describeVerified(filter)).toBe(text);
  });

  it('asks for the newest records that its filters let through', () => {
    expect(auditQuery({ account: 'demo', pool: 'render', action: '' })).toBe(
      'audit?account=demo&pool=render&limit=100',
    );
    expect(auditQuery({ account: 'demo', pool: 'a&b', action: 'start' })).toBe(
      'audit?account=demo&pool=a%26b&action=start&limit=100',
    );
    expect(auditQuery({ correlation: 'c-1', from: '2026-03-01' })).toBe(
      'audit?correlation=c-1&from=2026-03-01&limit=100',
    );
  });

  it.each([
    ['start', 'intent', undefined, 'start intended', false],
    ['deallocate', 'outcome', 'accepted', 'deallocate accepted', false],
    ['start', 'outcome', 'unknown', 'start unknown', true],
    ['node.start-failed', 'event', undefined, 'node start-failed', true],
    ['policy.put', 'event', undefined, 'policy put', false],
  ] as const)('says what %s %s %s is', (action, phase, outcome, words, trouble) => {
    const record = { action, phase, ...(outcome !== undefined && { outcome }) };
    expect([describeAct(record), isTrouble(record)]).toEqual([words, trouble]);
  });
});

import { describe, expect, it } from 'vitest';
import { getReplay, type Replay } from '../../src/api/replays.ts';
import { frontierPoints, placeLabels, ticksIn, WAIT_AXIS } from '../../src/dashboard/model/replay-frontier.ts';
import { shownPolicy, triedPolicies } from '../../src/dashboard/model/replay-policies.ts';
import { replayBody } from '../../src/dashboard/model/replay-request.ts';
import { describeSpan, timelineColumns } from '../../src/dashboard/model/replay-timeline.ts';
import { aroundWait, moved, queryOf, spanOf } from '../../src/dashboard/model/replay-window.ts';
import { isUnderWay, replayCaveats } from '../../src/dashboard/model/replay-words.ts';
import { formatSeconds } from '../../src/dashboard/model/words.ts';

const REPLAY: Replay = { ...getReplay.answers[200].content.example, status: 'done' };
const NOW = '2026-03-29T08:30:00Z';

function aResult(policy: string, kind: Replay['results'][number]['kind'], costRatio = 1.1, waitMeanS = 60) {
  const [example] = REPLAY.results;
  if (example === undefined) throw new Error('The example has no result.');
  return { ...example, policy, kind, metrics: { ...example.metrics, costRatio, waitMeanS } };
}

describe('the policies of a replay', () => {
  const policies = triedPolicies({
    results: [
      aResult('always-on', 'baseline', 6, 0),
      aResult('idle-10', 'baseline', 1.3),
      aResult('batch-pending-tasks-5', 'baseline'),
      aResult('forecast', 'proposed'),
      aResult('forecast', 'asked'),
    ],
  });

  it('have names of their own, those that were asked for first', () => {
    expect(policies.map(({ key, name }) => [key, name])).toEqual([
      ['forecast (asked)', 'forecast (asked)'],
      ['forecast', 'forecast, nothing set'],
      ['always-on', 'always on'],
      ['idle-10', 'idle 10 min'],
      ['batch-pending-tasks-5', 'Batch pending tasks, 5 min'],
    ]);
    expect(shownPolicy(policies, { named: 'idle-10', proposed: 'forecast' })?.key).toBe('idle-10');
    expect(shownPolicy(policies, { named: 'gone', proposed: 'always-on' })?.key).toBe('always-on');
    expect(shownPolicy(policies, { named: undefined, proposed: undefined })?.key).toBe('forecast (asked)');
  });

  it('are points by cost, with the limit among them', () => {
    const points = frontierPoints(policies);
    expect(points[0]).toMatchObject({ name: 'the limit', key: undefined, costRatio: 1, waitMeanS: 0 });
    expect(points.map(({ costRatio }) => costRatio)).toEqual([1, 1.1, 1.1, 1.1, 1.3, 6]);
  });
});

describe('the chart of cost against wait', () => {
  it.each([
    ['points are at one place', [20, 20, 22, 180, 180], 60],
    ['they are nearly as wide as the chart', [60, 100, 140], 180],
  ])('has names that cover neither each other nor a point, though %s', (_, places, wide) => {
    const marks = places.map((x, index) => ({ x, y: 50, name: `policy ${index}`, width: wide }));
    const labels = placeLabels(marks, { left: 0, right: 200 });
    for (const [index, { x, y, width }] of labels.entries()) {
      expect(x).toBeGreaterThanOrEqual(0);
      expect(x + width).toBeLessThanOrEqual(200);
      for (const mark of marks) expect(Math.abs(mark.y - y) >= 6 || mark.x <= x || mark.x >= x + width).toBe(true);
      for (const other of labels.slice(index + 1))
        expect(Math.abs(other.y - y) >= 15 || other.x >= x + width || x >= other.x + other.width).toBe(true);
    }
  });

  it('has as many words on its axes as there is room for', () => {
    const span = { from: WAIT_AXIS.place(0), to: WAIT_AXIS.place(600), apart: 24 };
    expect(ticksIn(WAIT_AXIS, { ...span, pixels: 600 })).toEqual([0, 15, 30, 60, 120, 300, 600]);
    expect(ticksIn(WAIT_AXIS, { ...span, pixels: 60 })).toEqual([0, 120, 600]);
  });

  it.each([
    [0, '0 s'],
    [95.4, '95 s'],
    [240, '4 min'],
    [396, '6.6 min'],
    [9000, '2.5 h'],
    [259_200, '3 d'],
  ])('%d seconds are %s', (seconds, words) => {
    expect(formatSeconds(seconds)).toBe(words);
  });
});

describe('the timeline of a replay', () => {
  const HOUR = 3600;
  const whole = { from: 0, to: 100 * HOUR };
  const points = [0, 1, 2, 3].map((hour) => ({
    at: new Date(hour * HOUR * 1000).toISOString(),
    needed: hour,
    paid: hour + 0.5,
    ready: hour,
    waiting: 3 - hour,
  }));

  it('is looked into by halves, moved by quarters, and never left', () => {
    const half = moved(whole, 'nearer', whole);
    expect(half).toEqual({ from: 25 * HOUR, to: 75 * HOUR });
    expect(moved(half, 'farther', whole)).toEqual(whole);
    expect(moved(half, 'earlier', whole)).toEqual({ from: 12.5 * HOUR, to: 62.5 * HOUR });
    expect(moved(moved(moved(half, 'later', whole), 'later', whole), 'later', whole).to).toBe(whole.to);
    expect(moved({ from: 0, to: 3 * HOUR }, 'nearer', whole)).toEqual({ from: 0.5 * HOUR, to: 2.5 * HOUR });
    expect(moved(half, 'all', whole)).toEqual(whole);
  });

  it('has an address for what is seen of it, and none for the whole', () => {
    const span = { from: 25 * HOUR, to: 75 * HOUR };
    expect(spanOf(queryOf(span, whole), whole)).toEqual(span);
    expect(queryOf(whole, whole)).toEqual({ from: '', to: '' });
    expect(spanOf({ from: 'x', to: 'y' }, whole)).toEqual(whole);
    expect(spanOf({ from: '1970-01-03T00:00:00Z', to: '1970-01-01T00:00:00Z' }, whole)).toEqual(whole);
  });

  it('is shown around a wait, also at its ends', () => {
    expect(aroundWait({ at: '1970-01-01T10:00:00Z', waitS: 600 }, whole)).toEqual({
      from: 8 * HOUR,
      to: 12 * HOUR + 600,
    });
    expect(aroundWait({ at: '1970-01-01T00:00:00Z', waitS: 0 }, whole)).toEqual({ from: 0, to: 4 * HOUR });
  });

  it('is told in a sentence', () => {
    const columns = timelineColumns(points, '1970-01-01T04:00:00Z');
    expect(columns.at).toEqual([0, HOUR, 2 * HOUR, 3 * HOUR, 4 * HOUR]);
    expect(describeSpan(columns, { from: HOUR, to: 3 * HOUR })).toBe(
      'At most 2 nodes needed, 3 on, and 2 tasks waiting.',
    );
    expect(timelineColumns([], NOW).at).toEqual([]);
  });
});

describe('before a replay is believed', () => {
  it('nothing is said of a whole one', () => {
    expect(replayCaveats(REPLAY, NOW)).toEqual([]);
  });

  it.each([
    [{ ...REPLAY, requestedAt: '2026-03-20T08:00:00Z' }, /requested 9 d ago.*Start it again/],
    [{ ...REPLAY, status: 'running', requestedAt: '2026-03-29T07:00:00Z' }, /abandoned before it was complete/],
    [{ ...REPLAY, demand: demand({ tasks: 3 }) }, /too little for a conclusion: 3 tasks/],
    [{ ...REPLAY, demand: demand({ from: '2026-03-29T05:00:00Z', recordedMinutes: 180 }) }, /in 3 hours/],
    [{ ...REPLAY, demand: demand({ missingMinutes: 9000 }) }, /9000 minutes in between were not recorded/],
    [{ ...REPLAY, simulated: { ...simulated(), measuredStarts: 2 } }, /2 starts of the pool were measured/],
  ] as const)('it says what is amiss, and what mends it', (replay, words) => {
    expect(replayCaveats(replay, NOW)).toEqual([expect.stringMatching(words)]);
  });

  it('it is known whether the app still works on it', () => {
    expect(isUnderWay({ status: 'running', requestedAt: '2026-03-29T08:00:00Z' }, NOW)).toBe(true);
    expect(isUnderWay({ status: 'running', requestedAt: '2026-03-29T07:00:00Z' }, NOW)).toBe(false);
    expect(isUnderWay({ status: 'done', requestedAt: '2026-03-29T08:00:00Z' }, NOW)).toBe(false);
  });

  function demand(changes: Partial<NonNullable<Replay['demand']>>) {
    if (REPLAY.demand === null) throw new Error('The example has no demand.');
    return { ...REPLAY.demand, ...changes };
  }

  function simulated() {
    if (REPLAY.simulated === null) throw new Error('The example is not simulated.');
    return REPLAY.simulated;
  }
});

describe('a replay is asked for', () => {
  const form = { days: 28, timeZone: 'UTC', inForce: 'render', typed: '', recommend: false };

  it('with the policy in force, and with one that is typed beside it under another id', () => {
    expect(replayBody(form)).toEqual({
      body: { days: 28, timeZone: 'UTC', policies: ['render'], recommend: false },
    });
    expect(replayBody({ ...form, typed: '{"id":"render","pools":[]}' })).toMatchObject({
      body: { policies: ['render', { id: 'render-as-typed', pools: [] }] },
    });
    expect(replayBody({ ...form, inForce: undefined, typed: '{"id":"render"}' })).toMatchObject({
      body: { policies: [{ id: 'render' }] },
    });
    const long = 'x'.repeat(64);
    const body = replayBody({ ...form, inForce: long, typed: JSON.stringify({ id: long }) });
    expect(JSON.stringify(body)).toContain(`"${'x'.repeat(55)}-as-typed"`);
  });

  it('only with a policy', () => {
    expect(replayBody({ ...form, typed: '{' })).toEqual({ fault: expect.stringContaining('Not JSON yet') });
    expect(replayBody({ ...form, typed: '[]' })).toEqual({ fault: 'A policy in JSON is expected.' });
  });
});

import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { planPool } from '../../../src/core/plan/plan-pool.ts';
import { parsePolicy } from '../../../src/documents/policies/policy-document.ts';
import { aNode, anAmount, aPool, NO_BUDGET, NOON, NOTHING_ELSE } from '../../support/builders.ts';

const POLICY = { id: 'render', pools: ['render'] };
const IDLE = { timeout: 'PT20M', keep: 1 };

function faultsOf(overrides: object): readonly string[] {
  const parsed = parsePolicy({ ...POLICY, ...overrides });
  return parsed.ok ? [] : parsed.faults.map(({ path, message }) => `${path}: ${message}`);
}

function parsed(overrides: object = {}) {
  const result = parsePolicy({ ...POLICY, ...overrides });
  if (!result.ok) throw new Error(JSON.stringify(result.faults));
  return result.value;
}

/** Spans of a policy in seconds, however they are written. */
function inSeconds({ idle, lead, ...policy }: ReturnType<typeof parsed>) {
  return {
    ...policy,
    idle: idle && { ...idle, timeout: idle.timeout.total('seconds') },
    lead: { ...lead, initial: lead.initial.total('seconds'), margin: lead.margin.total('seconds') },
  };
}

describe('parsePolicy', () => {
  it('reads a policy', () => {
    const document = {
      id: 'render',
      description: 'Night and weekend off.',
      pools: ['render', 'render-*', 'demo/simulations'],
      mode: 'enforce',
      schedules: ['office-hours', 'nights'],
      idle: IDLE,
      lead: { initial: 'PT10M', margin: 'PT90S' },
      budget: { start: 50, deallocate: '25%' },
    };
    expect(inSeconds(parsed(document))).toMatchObject({
      id: 'render',
      pools: ['render', 'render-*', 'demo/simulations'],
      mode: 'enforce',
      schedules: ['office-hours', 'nights'],
      idle: { timeout: 1200, keep: 1 },
      lead: { initial: 600, margin: 90 },
      budget: { start: anAmount(50), deallocate: anAmount('25%') },
    });
  });

  it('reads in days how long nodes may stay deallocated', () => {
    const read = parsed({ deallocated: { forAtMost: 'P4W', beyond: 'remove' } }).deallocated;
    expect(read).toMatchObject({ atMost: undefined, poolAtLeast: undefined });
    expect(read?.forAtMost?.total('hours')).toBe(28 * 24);
  });

  it('only observes, for no pool and without limits, unless it is said', () => {
    const none = Temporal.Duration.from('PT0S');
    expect(inSeconds(parsed({ pools: undefined }))).toMatchObject({
      id: 'render',
      pools: [],
      mode: 'observe',
      schedules: [],
      idle: undefined,
      demand: undefined,
      lead: { initial: 360, learn: true, quantile: 0.95, margin: 60 },
      budget: NO_BUDGET,
      drain: undefined,
      protect: { nodes: [], spot: true, youngerThan: undefined, states: [] },
      canary: { share: anAmount('10%'), confirmed: undefined },
      manual: 'respect',
      jitter: none,
      coolDown: none,
      price: undefined,
    });
  });

  it.each([
    ['idle', { timeout: 'PT5M' }, { timeout: 300, keep: 0 }],
    ['lead', {}, { initial: 360, learn: true, quantile: 0.95, margin: 60 }],
    ['lead', { margin: 'PT0S' }, { initial: 360, margin: 0, knownQuantile: undefined }],
    ['lead', { quantile: 0.9 }, { quantile: 0.9, knownQuantile: 0.9 }],
    ['budget', {}, { start: undefined, deallocate: undefined }],
    ['budget', { deallocate: 0 }, { start: undefined, deallocate: anAmount(0) }],
  ])('fills up %s %j', (member, value, expected) => {
    expect(inSeconds(parsed({ [member]: value }))).toMatchObject({ [member]: expected });
  });

  it.each([
    ['render'],
    ['*'],
    ['render-*'],
    ['*-gpu_*'],
    ['demo/render'],
    ['demo/*'],
    ['*/render'],
    ['d*/r*'],
    ['a'.repeat(64)],
  ])('takes the pattern %s', (pattern) => {
    expect(parsed({ pools: [pattern] }).pools).toEqual([pattern]);
  });

  it.each([
    ['PT0S', 0],
    ['PT0.5S', 0.5],
    ['PT1H30M', 5400],
    ['PT1.5H', 5400],
    ['pt20m', 1200],
    ['PT168H', 604_800],
    ['P1D', 86_400],
    ['P1DT1H', 90_000],
    ['P7D', 604_800],
  ])('reads the span %s so that a pool can be decided by it', (span, seconds) => {
    const policy = parsed({ idle: { timeout: span }, lead: { initial: span, margin: span } });
    expect(inSeconds(policy)).toMatchObject({
      idle: { timeout: seconds },
      lead: { initial: seconds, margin: seconds },
    });

    const stateSince = NOON.subtract({ milliseconds: seconds * 1000 - 1 });
    const input = { ...NOTHING_ELSE, pool: aPool({ nodes: [aNode({ stateSince })] }), policy, timelines: [] };
    expect(planPool({ ...input, now: NOON.add({ milliseconds: 1 }) }).acts).toMatchObject([{ action: 'deallocate' }]);
    expect(planPool({ ...input, now: NOON.subtract({ milliseconds: 1 }) }).acts).toEqual([]);
  });
});

const ID = 'an id has 1 to 64 letters, digits, hyphens and underscores, the first no hyphen or underscore';
const PATTERN = 'a pool id is expected, such as "render", "render-*" or "account/render"';
const SPAN = 'a span of time from PT0S to P7D is expected, such as "PT20M"; no months or years';
const NO_MEMBER = 'there is no such member';
const AMOUNT = 'a number of nodes from 0 on, or a share from "0%" to "100%", is expected';

describe('parsePolicy finds', () => {
  it.each([[undefined], [null], [[]], ['render'], [5]])('that %j is no policy', (value) => {
    const faults = [{ path: '$', message: 'a policy is expected: an object with id, pools and schedules' }];
    expect(parsePolicy(value)).toEqual({ ok: false, faults });
  });

  it.each([
    ['no id', { id: undefined }, '$.id: an id is expected'],
    ['a bad id', { id: 'a b' }, `$.id: ${ID}`],
    ['the id that keeps pools out', { id: 'none' }, '$.id: the id "none" keeps a pool out and cannot name a policy'],
    ['an unknown member', { door: {} }, `$.door: ${NO_MEMBER}`],
    ['a description too long', { description: 'a'.repeat(1001) }, '$.description: at most 1000 characters'],
    // pools
    ['pools that are a text', { pools: 'render' }, '$.pools: a list of pool ids is expected'],
    ['too many pools', { pools: Array.from({ length: 101 }, () => 'a') }, '$.pools: at most 100 patterns'],
    ['a pool that is a number', { pools: ['a', 5] }, '$.pools[1]: the id of a pool is expected'],
    ['an empty pattern', { pools: [''] }, `$.pools[0]: ${PATTERN}`],
    ['a pattern with a space', { pools: ['a b'] }, `$.pools[0]: ${PATTERN}`],
    ['a pattern with two slashes', { pools: ['a/b/c'] }, `$.pools[0]: ${PATTERN}`],
    ['an account in capitals', { pools: ['Demo/a'] }, `$.pools[0]: ${PATTERN}`],
    ['a pattern of another kind', { pools: ['render-[0-9]+'] }, `$.pools[0]: ${PATTERN}`],
    ['a pattern too long', { pools: ['a'.repeat(65)] }, `$.pools[0]: ${PATTERN}`],
    // mode
    ['a mode that is none', { mode: 'dry-run' }, '$.mode: "observe" or "enforce" is expected'],
    ['a mode that is null', { mode: null }, '$.mode: "observe" or "enforce" is expected'],
    // schedules
    ['schedules that are a text', { schedules: 'a' }, '$.schedules: a list of schedule ids is expected'],
    ['a schedule that is none', { schedules: ['a', 'b/c'] }, `$.schedules[1]: ${ID}`],
    ['too many schedules', { schedules: Array.from({ length: 21 }, () => 'a') }, '$.schedules: at most 20 schedules'],
    // idle
    [
      'an idle timeout alone',
      { idle: 'PT20M' },
      '$.idle: an idle policy such as { "timeout": "PT20M", "keep": 1 } is expected',
    ],
    ['no idle timeout', { idle: { keep: 1 } }, '$.idle.timeout: a span of time such as "PT20M" is expected'],
    [
      'an idle timeout in minutes',
      { idle: { timeout: 20 } },
      '$.idle.timeout: a span of time such as "PT20M" is expected',
    ],
    [
      'a number of nodes to keep that is none',
      { idle: { ...IDLE, keep: '1' } },
      '$.idle.keep: a whole number is expected',
    ],
    ['half a node to keep', { idle: { ...IDLE, keep: 0.5 } }, '$.idle.keep: a whole number is expected'],
    [
      'fewer than no nodes to keep',
      { idle: { ...IDLE, keep: -1 } },
      '$.idle.keep: a number of nodes from 0 on is expected',
    ],
    ['an unknown member of idle', { idle: { ...IDLE, grace: 1 } }, `$.idle.grace: ${NO_MEMBER}`],
    // lead
    ['a lead time alone', { lead: 'PT6M' }, '$.lead: a lead time such as { "initial": "PT6M" } is expected'],
    ['a bad margin', { lead: { margin: '1 min' } }, `$.lead.margin: ${SPAN}`],
    ['an unknown member of lead', { lead: { late: true } }, `$.lead.late: ${NO_MEMBER}`],
    // budget
    ['a budget alone', { budget: 5 }, '$.budget: budgets such as { "start": 50, "deallocate": "25%" } are expected'],
    ['a budget that is null', { budget: { start: null } }, `$.budget.start: ${AMOUNT}`],
    // deallocated
    [
      'deallocated nodes without a limit',
      { deallocated: { beyond: 'remove' } },
      '$.deallocated: a number of nodes, "atMost", or a time, "forAtMost", is expected',
    ],
    ...['PT2H', 'P0D', 'P1M', 'P1000D'].map((forAtMost): [string, object, string] => [
      `deallocated nodes for ${forAtMost}`,
      { deallocated: { forAtMost, beyond: 'remove' } },
      '$.deallocated.forAtMost: from "P1D" to "P999D", or weeks such as "P4W", is expected',
    ]),
    [
      'nothing to become of deallocated nodes',
      { deallocated: { atMost: 1 } },
      '$.deallocated.beyond: "remove" is expected: nothing else ends what a deallocated node costs',
    ],
    ['an unknown member of budget', { budget: { stop: 1 } }, `$.budget.stop: ${NO_MEMBER}`],
  ])('%s', (_, overrides, fault) => {
    expect(faultsOf(overrides)).toEqual([fault]);
  });

  it.each([['P8D'], ['PT169H'], ['P1M'], ['P1Y'], ['-PT5M'], ['20 min'], [''], ['PT'], ['20']])(
    'a span that is none: %s',
    (timeout) => {
      expect(faultsOf({ idle: { timeout } })).toEqual([`$.idle.timeout: ${SPAN}`]);
    },
  );

  it.each([['many'], [-1], ['101%']])('a budget that is none: %j', (start) => {
    const paths = faultsOf({ budget: { start } }).map((fault) => fault.split(': ')[0]);
    expect(new Set(paths)).toEqual(new Set(['$.budget.start']));
  });

  it('a budget that is none, in one sentence for people', () => {
    expect(faultsOf({ budget: { start: '101%' } })).toEqual([`$.budget.start: ${AMOUNT}`]);
  });

  it('everything at once, each with its place', () => {
    const faults = faultsOf({
      id: 'none',
      door: {},
      pools: ['a b', 5],
      mode: 'x',
      schedules: ['-', 'ok'],
      idle: { keep: -1, timeout: 'x', grace: 1 },
      lead: 5,
      budget: { stop: 1 },
    });
    expect(faults.map((fault) => fault.split(': ')[0]).toSorted()).toEqual([
      '$.budget.stop',
      '$.door',
      '$.id',
      '$.idle.grace',
      '$.idle.keep',
      '$.idle.timeout',
      '$.lead',
      '$.mode',
      '$.pools[0]',
      '$.pools[1]',
      '$.schedules[0]',
    ]);
  });
});

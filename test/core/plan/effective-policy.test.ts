import { describe, expect, it } from 'vitest';
import type { Documents } from '../../../src/core/plan/documents.ts';
import { effectivePolicyFor } from '../../../src/core/plan/effective-policy.ts';
import type { Policy } from '../../../src/core/policy/policy.ts';
import { aPolicy, aPoolFacts, aSchedule } from '../../support/builders.ts';

const NIGHTS = aSchedule({ id: 'nights' });
const DAYS = aSchedule({ id: 'days' });

interface Given {
  readonly policies?: readonly Partial<Policy>[];
  readonly unreadable?: readonly string[] | 'unknown';
  readonly noSchedules?: boolean;
  readonly badSchedule?: string;
}

/** Two sound schedules and some policies, each in the version `1`; and perhaps a policy `broken` that cannot be read. */
function documentsOf({ policies = [], unreadable, noSchedules = false, badSchedule }: Given): Documents {
  const schedules = noSchedules ? [] : [NIGHTS, DAYS];
  const broken = {
    version: '1',
    fault: '$: not JSON',
    pools: unreadable === 'unknown' ? undefined : unreadable,
    schedules: undefined,
  };
  return {
    directives: new Map(),
    schedules: new Map(
      schedules.map((schedule) => [
        schedule.id,
        schedule.id === badSchedule
          ? { version: '1', fault: '$.timeZone: a time zone is expected', pools: undefined, schedules: undefined }
          : { version: '1', value: schedule },
      ]),
    ),
    policies: new Map<string, Documents['policies'] extends ReadonlyMap<string, infer Value> ? Value : never>([
      ...policies.map(aPolicy).map((value) => [value.id, { version: '1', value }] as const),
      ...(unreadable === undefined ? [] : [['broken', broken] as const]),
    ]),
  };
}

function rule(given: Given, metadata: Readonly<Record<string, string>> = {}) {
  return effectivePolicyFor(aPoolFacts({ metadata: new Map(Object.entries(metadata)) }), documentsOf(given));
}

describe('effectivePolicyFor', () => {
  it('gives the policy, its schedules in its order, and the versions of all of them', () => {
    const policy = aPolicy({ schedules: ['nights', 'days'] });
    expect(rule({ policies: [policy] })).toEqual({
      kind: 'policy',
      policy,
      name: 'render@1',
      because: 'the pattern "render"',
      schedules: [NIGHTS, DAYS],
      documents: ['render@1', 'nights@1', 'days@1'],
      override: undefined,
      announcements: [],
      circuitReset: undefined,
      notes: [],
    });
  });

  it('gives a policy without schedules', () => {
    expect(rule({ policies: [{}], noSchedules: true })).toMatchObject({
      kind: 'policy',
      schedules: [],
      documents: ['render@1'],
    });
  });

  it.each<readonly [string, Given, Readonly<Record<string, string>>, object]>([
    [
      'the policy that the pool itself names',
      { policies: [{}, { id: 'gpu', pools: [] }] },
      { 'lamplighter.policy': 'gpu' },
      { kind: 'policy', name: 'gpu@1', because: "the pool's metadata lamplighter.policy" },
    ],
    [
      'the narrower of two',
      {
        policies: [
          { id: 'all', pools: ['*'] },
          { id: 'r', pools: ['ren*'] },
        ],
      },
      {},
      { kind: 'policy', name: 'r@1', because: 'the pattern "ren*"' },
    ],
    ['none where no policy is', {}, {}, { kind: 'none', reason: 'no policy names the pool' }],
    [
      'none where the pool keeps itself out',
      { policies: [{}] },
      { 'lamplighter.policy': 'none' },
      { kind: 'none', reason: `the pool's metadata lamplighter.policy is "none"` },
    ],
    [
      'none though another cannot be read, which names other pools',
      { unreadable: ['simulations'] },
      {},
      { kind: 'none', reason: 'no policy names the pool' },
    ],
    [
      'a doubt where the named policy is not there',
      { policies: [{}] },
      { 'lamplighter.policy': 'gpu' },
      { kind: 'doubt', reason: `the pool's metadata lamplighter.policy names the policy "gpu", which does not exist` },
    ],
    [
      'a doubt where two name the pool equally well',
      { policies: [{}, { id: 'other' }] },
      {},
      {
        kind: 'doubt',
        reason: 'the policies "other" and "render" name the pool equally well: make one narrower',
      },
    ],
    [
      'a doubt where a policy that names the pool cannot be read',
      { policies: [{}], unreadable: ['ren*'] },
      {},
      { kind: 'doubt', reason: `the policy "broken" can't be read: $: not JSON` },
    ],
    [
      'a doubt where a policy cannot be read so far as to say what it names',
      { policies: [{}], unreadable: 'unknown' },
      {},
      { kind: 'doubt', reason: `the policy "broken" can't be read: $: not JSON` },
    ],
    [
      'a doubt where a schedule is not there',
      { policies: [{ schedules: ['nights'] }], noSchedules: true },
      {},
      { kind: 'doubt', reason: 'the schedule "nights" of the policy "render" does not exist' },
    ],
    [
      'a doubt where one of the schedules cannot be read',
      { policies: [{ schedules: ['nights', 'days'] }], badSchedule: 'days' },
      {},
      { kind: 'doubt', reason: `the schedule "days" can't be read: $.timeZone: a time zone is expected` },
    ],
  ])('gives %s', (_, given, metadata, expected) => {
    expect(rule(given, metadata)).toMatchObject(expected);
  });

  it.each<readonly [string, Given, Given]>([
    ['a policy is there', {}, { policies: [{}] }],
    [
      'a schedule is there',
      { policies: [{ schedules: ['days'] }], noSchedules: true },
      { policies: [{ schedules: ['days'] }] },
    ],
    [
      'a schedule can be read',
      { policies: [{ schedules: ['days'] }], badSchedule: 'days' },
      { policies: [{ schedules: ['days'] }] },
    ],
  ])('is seen to hold differently once %s', (_, before, after) => {
    expect(rule(before).documents).not.toEqual(rule(after).documents);
  });
});

it('looks the schedules of a policy up once for all its pools', () => {
  const documents = documentsOf({ policies: [{ pools: ['*'], schedules: ['nights', 'days'] }] });
  const looks: string[] = [];
  const schedules = new Map(documents.schedules);
  schedules.get = (id) => {
    looks.push(id);
    return documents.schedules.get(id);
  };
  const counted = { ...documents, schedules };
  for (const poolId of ['a', 'b', 'c'])
    expect(effectivePolicyFor(aPoolFacts({ poolId }), counted)).toMatchObject({ schedules: [NIGHTS, DAYS] });
  expect(looks).toEqual(['nights', 'days']);
});

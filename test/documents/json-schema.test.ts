import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { type JsonSchema, jsonSchemaOf, SCHEMA_KINDS, type SchemaKind } from '../../src/documents/json-schema.ts';
import { parseOverride } from '../../src/documents/overrides/override-document.ts';
import { parsePolicy } from '../../src/documents/policies/policy-document.ts';
import { parseRule } from '../../src/documents/rules/rule-document.ts';
import type { CalendarsAtHand } from '../../src/documents/schedules/calendars-at-hand.ts';
import { parseSchedule } from '../../src/documents/schedules/schedule-document.ts';
import { parseSubscription } from '../../src/documents/subscriptions/subscription-document.ts';
import { GERMAN_HOLIDAYS } from '../support/calendar-text.ts';

const ROOT = join(import.meta.dirname, '..', '..');

const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true });
formats.default(ajv);
const VALIDATORS = Object.fromEntries(SCHEMA_KINDS.map((kind) => [kind, ajv.compile(jsonSchemaOf(kind))])) as Record<
  SchemaKind,
  ValidateFunction
>;

function isValid(kind: SchemaKind, value: unknown): boolean {
  return VALIDATORS[kind](value);
}

const NOW = Temporal.Instant.from('2026-03-02T12:00:00Z');

function isSound(kind: SchemaKind, value: unknown): boolean {
  if (kind === 'override') return parseOverride(value, { actor: 'me', now: NOW }).ok;
  if (kind === 'subscription') return parseSubscription(value).ok;
  if (kind === 'rule') return parseRule(value).ok;
  return (kind === 'schedule' ? parseSchedule(value, CALENDARS) : parsePolicy(value)).ok;
}

/** Wherever a schedule has its calendar from, it can be had. */
const CALENDARS: CalendarsAtHand = {
  at: NOW,
  of: () => ({ ok: true, text: GERMAN_HOLIDAYS, note: undefined }),
};

/** The places of the members of a schema that no description says the meaning of, at any depth. */
function undescribedIn({ description, properties = {}, items }: JsonSchema, place = ''): readonly string[] {
  const members = Object.entries(properties).flatMap(([name, member]) =>
    typeof member === 'boolean' ? [] : undescribedIn(member, place === '' ? name : `${place}.${name}`),
  );
  const inside = typeof items === 'object' && !Array.isArray(items) ? undescribedIn(items, `${place}[]`) : [];
  return [...(description === undefined ? [place] : []), ...members, ...inside];
}

describe.each(SCHEMA_KINDS)('the JSON Schema of a %s', (kind) => {
  it('is the one in schemas (npm run schemas writes it)', () => {
    const written = readFileSync(join(ROOT, 'schemas', `${kind}.schema.json`), 'utf8');
    expect(JSON.parse(written)).toEqual(JSON.parse(JSON.stringify(jsonSchemaOf(kind))));
  });

  it('describes each member', () => {
    expect(undescribedIn(jsonSchemaOf(kind))).toEqual([]);
  });

  it('is one that validators take in strict mode', () => {
    const strict = new Ajv2020({ strict: true, allowUnionTypes: true, strictTypes: false });
    formats.default(strict);
    expect(() => strict.compile(jsonSchemaOf(kind))).not.toThrow();
  });
});

const WINDOW = { name: 'w', days: ['MON-FRI'], from: '08:00', to: '18:30', capacity: { min: 2 } };
const SCHEDULE = { id: 's', timeZone: 'Europe/Berlin', windows: [WINDOW] };
const POLICY = { id: 'p', pools: ['render-*'] };
const RULE = {
  id: 'queue-is-long',
  source: 'azure-monitor',
  match: { 'data.essentials.alertRule': 'queue-*' },
  act: { override: { account: 'demo', pool: 'render', capacity: { min: 4 }, until: 'PT4H' } },
};
const ANNOUNCE = { account: 'demo', pool: 'render', slots: 200, by: '06:00', timeZone: 'Europe/Berlin' };
const DEALLOCATE = { account: 'demo', pool: 'render', all: true, reason: 'the budget is spent' };
const OVERRIDE = { capacity: { min: 4 }, until: '2026-03-03T18:00:00Z' };
const SUBSCRIPTION = { id: 'ops', url: 'https://hooks.example/', events: ['*'] };
const SECRETS = [24, 25, 32, 64].map((bytes) => `whsec_${Buffer.alloc(bytes, 255).toString('base64')}`);

function aSchedule(overrides: object): unknown {
  return { ...SCHEDULE, ...overrides };
}

function withWindow(overrides: object): unknown {
  return aSchedule({ windows: [{ ...WINDOW, ...overrides }] });
}

const CRON = { days: undefined, from: undefined, to: undefined, cron: '0 2 * * *', duration: 'PT90M' };

/** As a file has it: what is `undefined` is not there. */
function written(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

describe('what is valid is valid by both', () => {
  it.each(
    readdirSync(join(ROOT, 'src/local/demo/documents'), { recursive: true, encoding: 'utf8' }).filter((file) =>
      file.endsWith('.json'),
    ),
  )('in the demonstration: %s', (file) => {
    const value: unknown = JSON.parse(readFileSync(join(ROOT, 'src/local/demo/documents', file), 'utf8'));
    const kind = file.startsWith('schedules') ? 'schedule' : 'policy';
    expect([isSound(kind, value), isValid(kind, value)]).toEqual([true, true]);
  });

  it.each<[SchemaKind, unknown]>([
    ['schedule', aSchedule({ $schema: '../schemas/schedule.schema.json', description: 'Office hours.' })],
    [
      'schedule',
      aSchedule({ windows: [], validFrom: '2026-01-01', validUntil: null, outside: { min: '0%', max: null } }),
    ],
    ['schedule', aSchedule({ exceptions: [{ name: 'x', from: '2026-12-24', to: '2026-12-31', capacity: {} }] })],
    ...[
      'https://a.example/a.ics',
      'HTTPS://a.example/',
      'calendars/de.ICS',
      GERMAN_HOLIDAYS,
      `\uFEFF ${GERMAN_HOLIDAYS}`,
    ].map((calendar): [SchemaKind, unknown] => [
      'schedule',
      aSchedule({ exceptions: [{ calendar, match: 'Neu*', capacity: {} }] }),
    ]),
    ['schedule', aSchedule({ expect: [{ at: '2026-03-02T10:00+01', min: 2, max: null }] })],
    ['schedule', aSchedule({ timeZone: 'Etc/GMT+5' })],
    ...['mon', 'FRI-MON', 'MON#1', 'fri#l', 'L', '1', '01', '10-15', '31'].map((day): [SchemaKind, unknown] => [
      'schedule',
      withWindow({ days: [day] }),
    ]),
    ['schedule', withWindow({ date: '2026-03-02', days: undefined, priority: -1000, timeZone: 'Asia/Tokyo' })],
    ['schedule', withWindow({ to: '24:00' })],
    ['schedule', withWindow({ capacity: undefined, maintenance: 'PT20M' })],
    ['schedule', withWindow(CRON)],
    ['schedule', withWindow({ ...CRON, cron: '30 0 2 * * MON#1', duration: 'P1DT1H' })],
    ...['0%', '7%', '07%', '12.5%', '100%', '100.0%', 0, 100_000].map((min): [SchemaKind, unknown] => [
      'schedule',
      withWindow({ capacity: { min } }),
    ]),
    ...['PT0S', 'PT0.5S', 'PT1H30M', 'PT1.5H', 'pt20m', 'P1D', 'P1W', 'P1DT1H', '+PT5M'].map(
      (timeout): [SchemaKind, unknown] => ['policy', { ...POLICY, idle: { timeout } }],
    ),
    [
      'policy',
      {
        ...POLICY,
        $schema: 'urn:lamplighter:policy',
        mode: 'enforce',
        schedules: ['s'],
        idle: { timeout: 'PT20M', keep: 1 },
        demand: { startOnPending: true, headroom: '10%' },
        lead: { initial: 'PT6M', learn: true, quantile: 0.95, margin: 'PT1M' },
        budget: { start: 50, deallocate: '25%', startPerHour: 100 },
        drain: { option: 'taskcompletion', deadline: 'PT1H', afterDeadline: 'requeue' },
        protect: { nodes: ['tvmps_31ed*'], spot: true, youngerThan: 'PT10M', states: ['unusable'] },
        canary: { share: '10%', confirmed: 40 },
        manual: 'revert',
        jitter: 'PT5M',
        coolDown: 'PT10M',
        price: { nodeHour: 0.42, deallocatedNodeHour: 0.01, currency: 'EUR' },
        gate: { extensions: ['*'], timeout: 'PT10M', onFailure: 'quarantine' },
        forecast: { mode: 'observe' },
        deallocated: { atMost: 20, forAtMost: 'P30D', beyond: 'remove', poolAtLeast: 10 },
      },
    ],
    ['override', OVERRIDE],
    ['override', { ...OVERRIDE, nodes: { on: ['a'], off: ['b'] }, from: '2026-03-02T12:00:00Z', note: 'a note' }],
    ['subscription', SUBSCRIPTION],
    ['subscription', { ...SUBSCRIPTION, url: 'HTTP://127.0.0.1:8080/a?b=c', events: ['lamplighter.node.started'] }],
    [
      'subscription',
      {
        ...SUBSCRIPTION,
        $schema: 'urn:lamplighter:subscription',
        description: 'on call',
        filter: { accounts: ['demo'], pools: ['render-*', 'demo/x'] },
        secret: SECRETS[0],
        previousSecrets: SECRETS,
        notice: { before: 'PT1H' },
        enabled: false,
      },
    ],
    ['rule', { ...RULE, $schema: 'urn:lamplighter:rule', description: 'Alerts.', enabled: false }],
    ...['a', 5, true, ['a', 5, false], { exists: false }, { gte: 1 }, { gte: 1, lte: 5 }].map(
      (asked): [SchemaKind, unknown] => ['rule', { ...RULE, match: { 'data.0.$a-b:c@d_': asked } }],
    ),
    ['rule', { ...RULE, act: { announce: ANNOUNCE } }],
    ['rule', { ...RULE, act: { announce: { ...ANNOUNCE, by: '2026-03-03T06:00:00Z', until: 'PT2H', note: 'n' } } }],
    ['rule', { ...RULE, act: { start: { ...DEALLOCATE, all: undefined, count: 4, until: 'PT4H' } } }],
    ['rule', { ...RULE, act: { deallocate: { ...DEALLOCATE, all: undefined, nodes: ['tvmps_1'] } } }],
    ['rule', { ...RULE, act: { endOverride: { account: 'demo', pool: 'render', putBy: 'queue-is-long' } } }],
    [
      'rule',
      {
        ...RULE,
        pools: ['demo/render-*'],
        act: {
          override: {
            account: '{{data.account}}',
            pool: '{{ data.pool }}',
            capacity: { min: '{{data.min}}', max: '50%' },
            until: '{{data.until}}',
            note: '{{data.note}}',
          },
        },
      },
    ],
    ['rule', { ...RULE, act: { announce: { ...ANNOUNCE, slots: '{{data.tasks}}', by: '{{data.at}}' } } }],
  ])('a %s %j', (kind, value) => {
    const file = written(value);
    expect([isSound(kind, file), isValid(kind, file)]).toEqual([true, true]);
  });

  it('whatever somebody writes, rightly for the most part', () => {
    let sound = 0;
    fc.assert(
      fc.property(scheduleAsWritten(), (value) => {
        if (!isSound('schedule', value)) return;
        sound += 1;
        expect(isValid('schedule', value)).toBe(true);
      }),
      { numRuns: 2000 },
    );
    expect(sound).toBeGreaterThan(400);
  });
});

/** Mostly one of the right values, and now and then one that may be wrong. */
function mostly(right: readonly unknown[], other: readonly unknown[]): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 19, arbitrary: fc.constantFrom(...right) }, fc.constantFrom(...other));
}

function scheduleAsWritten(): fc.Arbitrary<{ readonly windows: readonly unknown[] }> {
  const amount = mostly([0, 3, '50%', '7.5%', '100%'], ['101%', -1, 1.5, null, 'x']);
  const capacity = fc.record({ min: amount, max: amount }, { requiredKeys: [] });
  const from = mostly(['00:00', '08:00', '23:59'], ['24:00', '8:00', '']);
  const to = mostly(['00:01', '18:30', '24:00'], ['24:01', '8:00', 5]);
  const date = mostly(['2026-03-02', '2028-02-29'], ['2026-02-29', '2026-13-02', 'today']);
  const days = fc.array(mostly(['MON', 'sat-sun', 'MON#1', 'L', '5-8'], ['MON#6', '32', '5-3', 'x']), { maxLength: 3 });
  const cron = mostly(
    ['0 2 * * *', '0 0 12 * * *', '0 2 L * *', '0 2 * * MON#1'],
    ['* * * * *', '0 2 * *', '60 2 * * *'],
  );
  const duration = mostly(['PT90M', 'P1D', 'pt1h'], ['PT0S', 'P1M', 'P8D']);
  const others = {
    capacity,
    priority: mostly([0, -1000, 7], [1001, '1', 0.5]),
    timeZone: mostly(['Asia/Tokyo', 'UTC', 'europe/berlin'], ['+01:00', 'Mars/Base', '']),
  };
  const window = fc.oneof(
    fc.record({ days, from, to, ...others }, { requiredKeys: ['days', 'from', 'to', 'capacity'] }),
    fc.record({ date, from, to, ...others }, { requiredKeys: ['date', 'from', 'to', 'capacity'] }),
    fc.record({ cron, duration, ...others }, { requiredKeys: ['cron', 'duration', 'capacity'] }),
  );
  const exception = fc.oneof(
    fc.record({ date, capacity }),
    fc.record({ from: date, to: date, capacity }),
    fc.record({ date, from: date, to: date, capacity }, { requiredKeys: ['capacity'] }),
  );
  return fc
    .record(
      {
        windows: fc.array(window, { maxLength: 2 }),
        exceptions: fc.array(exception, { maxLength: 1 }),
        outside: capacity,
      },
      { requiredKeys: ['windows'] },
    )
    .map(({ windows, ...rest }) => ({
      ...SCHEDULE,
      ...rest,
      windows: windows.map((one, index) => ({ name: `w${index}`, ...one })),
    }));
}

describe('what is wrong is wrong by both', () => {
  it.each<[SchemaKind, unknown]>([
    ...[null, [], 'a', {}].flatMap((value): [SchemaKind, unknown][] => SCHEMA_KINDS.map((kind) => [kind, value])),
    // the document
    ['schedule', aSchedule({ id: undefined })],
    ['schedule', aSchedule({ id: 'a b' })],
    ['schedule', aSchedule({ door: 1 })],
    ['schedule', aSchedule({ $schema: 5 })],
    ['schedule', aSchedule({ timeZone: '+01:00' })],
    ['schedule', aSchedule({ validFrom: '1.1.2026' })],
    ['schedule', aSchedule({ windows: {} })],
    // windows
    ['schedule', withWindow({ name: '' })],
    ['schedule', withWindow({ name: 'two\nlines' })],
    ['schedule', withWindow({ capacity: undefined })],
    ['schedule', withWindow({ maintenance: 'PT20M' })],
    ['schedule', withWindow({ capacity: undefined, maintenance: 20 })],
    ['schedule', withWindow({ door: 1 })],
    ['schedule', withWindow({ days: [] })],
    ['schedule', withWindow({ days: ['MONDAY'] })],
    ['schedule', withWindow({ days: ['MON#6'] })],
    ['schedule', withWindow({ days: ['32'] })],
    ['schedule', withWindow({ days: ['0'] })],
    ['schedule', withWindow({ days: undefined })],
    ['schedule', withWindow({ date: '2026-03-02' })],
    ['schedule', withWindow({ days: undefined, date: '2026-02-30' })],
    ['schedule', withWindow({ from: '8:00' })],
    ['schedule', withWindow({ from: '24:00' })],
    ['schedule', withWindow({ to: undefined })],
    ['schedule', withWindow({ duration: 'PT1H' })],
    ['schedule', withWindow({ cron: '0 2 * * *' })],
    ['schedule', withWindow({ ...CRON, duration: undefined })],
    ['schedule', withWindow({ ...CRON, to: '18:00' })],
    ['schedule', withWindow({ ...CRON, cron: '0 2 * *' })],
    ['schedule', withWindow({ ...CRON, cron: '@daily' })],
    ['schedule', withWindow({ priority: 1001 })],
    ['schedule', withWindow({ priority: '1' })],
    ['schedule', withWindow({ timeZone: '' })],
    ...[-1, 0.5, 100_001, '101%', '50', '%', 'all', null, true].map((min): [SchemaKind, unknown] => [
      'schedule',
      withWindow({ capacity: { min } }),
    ]),
    // exceptions and expectations
    ['schedule', aSchedule({ exceptions: [{ capacity: {} }] })],
    ['schedule', aSchedule({ exceptions: [{ date: '2026-12-24' }] })],
    [
      'schedule',
      aSchedule({ exceptions: [{ date: '2026-12-24', from: '2026-12-24', to: '2026-12-25', capacity: {} }] }),
    ],
    ['schedule', aSchedule({ exceptions: [{ from: '2026-12-24', capacity: {} }] })],
    ['schedule', aSchedule({ exceptions: [{ calendar: 'holidays', capacity: {} }] })],
    ['schedule', aSchedule({ exceptions: [{ calendar: 'ftp://a.example/a.ics', capacity: {} }] })],
    ['schedule', aSchedule({ exceptions: [{ calendar: 'a.ics', date: '2026-12-24', capacity: {} }] })],
    ['schedule', aSchedule({ exceptions: [{ match: 'a', date: '2026-12-24', capacity: {} }] })],
    ['schedule', aSchedule({ expect: [{ at: '2026-12-25T10:00:00' }] })],
    ['schedule', aSchedule({ expect: [{ at: '2026-12-25' }] })],
    // policies
    ['policy', { ...POLICY, id: 'none' }],
    ['policy', { ...POLICY, door: 1 }],
    ['policy', { ...POLICY, pools: 'render' }],
    ['policy', { ...POLICY, pools: ['a b'] }],
    ['policy', { ...POLICY, pools: ['a/b/c'] }],
    ['policy', { ...POLICY, mode: 'both' }],
    ['policy', { ...POLICY, idle: {} }],
    ['policy', { ...POLICY, idle: { timeout: 20 } }],
    ['policy', { ...POLICY, idle: { timeout: 'PT20M', keep: -1 } }],
    ...['P1M', 'P1Y', '-PT5M', '20 min', '', 'PT', 'P', 'PT1', '20'].map((timeout): [SchemaKind, unknown] => [
      'policy',
      { ...POLICY, idle: { timeout } },
    ]),
    ['policy', { ...POLICY, lead: { quantile: 1 } }],
    ['policy', { ...POLICY, drain: { option: 'requeue' } }],
    ['policy', { ...POLICY, protect: { states: ['off'] } }],
    ['policy', { ...POLICY, budget: { start: null } }],
    ['policy', { ...POLICY, price: { nodeHour: 1, currency: 'eur' } }],
    ['policy', { ...POLICY, price: { nodeHour: -1, currency: 'EUR' } }],
    ['policy', { ...POLICY, price: { currency: 'EUR' } }],
    // overrides
    ['override', { ...OVERRIDE, until: undefined }],
    ['override', { ...OVERRIDE, until: 'tomorrow' }],
    ['override', { ...OVERRIDE, note: 'two\nlines' }],
    ['override', { ...OVERRIDE, nodes: { on: 'a' } }],
    // subscriptions
    ['subscription', { ...SUBSCRIPTION, url: undefined }],
    ['subscription', { ...SUBSCRIPTION, url: 'hooks.example' }],
    ['subscription', { ...SUBSCRIPTION, url: 'ftp://hooks.example/' }],
    ['subscription', { ...SUBSCRIPTION, events: [] }],
    ['subscription', { ...SUBSCRIPTION, events: ['node.started'] }],
    ['subscription', { ...SUBSCRIPTION, filter: { pools: ['a b'] } }],
    ['subscription', { ...SUBSCRIPTION, filter: { pools: [] } }],
    ['subscription', { ...SUBSCRIPTION, filter: { accounts: ['Demo'] } }],
    ['subscription', { ...SUBSCRIPTION, secret: 'hunter2' }],
    ['subscription', { ...SUBSCRIPTION, secret: `whsec_${Buffer.alloc(23).toString('base64')}` }],
    ['subscription', { ...SUBSCRIPTION, secret: `whsec_${Buffer.alloc(66).toString('base64')}` }],
    ['subscription', { ...SUBSCRIPTION, previousSecrets: 'whsec_' }],
    ['subscription', { ...SUBSCRIPTION, notice: { before: 30 } }],
    ['subscription', { ...SUBSCRIPTION, enabled: 'yes' }],
    ['subscription', { ...SUBSCRIPTION, door: 1 }],
    // rules
    ['rule', { ...RULE, id: 'a b' }],
    ['rule', { ...RULE, source: 'Azure Monitor' }],
    ['rule', { ...RULE, match: {} }],
    ['rule', { ...RULE, match: { 'data..x': 'a' } }],
    ...[null, [], { exists: 'yes' }, {}, { gte: '1' }, { like: 'a' }].map((asked): [SchemaKind, unknown] => [
      'rule',
      { ...RULE, match: { data: asked } },
    ]),
    ['rule', { ...RULE, pools: [] }],
    ['rule', { ...RULE, act: {} }],
    ['rule', { ...RULE, act: { ...RULE.act, announce: ANNOUNCE } }],
    ['rule', { ...RULE, act: { stop: DEALLOCATE } }],
    ['rule', { ...RULE, act: { announce: { ...ANNOUNCE, slots: 0 } } }],
    ['rule', { ...RULE, act: { announce: { ...ANNOUNCE, slots: '{{data.tasks}} or so' } } }],
    ['rule', { ...RULE, act: { announce: { ...ANNOUNCE, account: undefined } } }],
    ['rule', { ...RULE, act: { deallocate: { ...DEALLOCATE, reason: undefined } } }],
    ['rule', { ...RULE, act: { deallocate: { ...DEALLOCATE, all: false } } }],
    ['rule', { ...RULE, act: { override: { ...RULE.act.override, capacity: { min: -1 } } } }],
    ['rule', { ...RULE, act: { override: { ...RULE.act.override, until: undefined } } }],
  ])('a %s %j', (kind, value) => {
    const file = written(value);
    expect([isSound(kind, file), isValid(kind, file)]).toEqual([false, false]);
  });
});

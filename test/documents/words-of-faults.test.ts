import { describe, expect, it } from 'vitest';
import { CONTRACTS } from '../../src/api/contracts.ts';
import { ANNOUNCEMENT } from '../../src/documents/announcements/announcement-document.ts';
import { type Parsed, parseWith } from '../../src/documents/fields/parsed.ts';
import { OVERRIDE } from '../../src/documents/overrides/override-document.ts';
import { POLICY as POLICY_DOCUMENT, parsePolicy } from '../../src/documents/policies/policy-document.ts';
import { FILLED_ACTS } from '../../src/documents/rules/rule-acts.ts';
import { parseRule, RULE } from '../../src/documents/rules/rule-document.ts';
import { parseSchedule, SCHEDULE as SCHEDULE_DOCUMENT } from '../../src/documents/schedules/schedule-document.ts';
import { parseSubscription, SUBSCRIPTION } from '../../src/documents/subscriptions/subscription-document.ts';

type Parse = (value: unknown) => Parsed<unknown>;

const CALENDAR = 'BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n';
const OFF = { max: 0 };

const SCHEDULE = {
  id: 'a',
  timeZone: 'Etc/UTC',
  windows: [
    { name: 'days', days: ['MON'], from: '08:00', to: '09:00', capacity: { min: 1, max: 2 }, priority: 1 },
    { name: 'cron', cron: '0 2 * * *', duration: 'PT1H', maintenance: 'PT20M' },
  ],
  exceptions: [
    { date: '2026-01-01', capacity: OFF, nights: 'whole' },
    { calendar: CALENDAR, match: { summary: 'a' }, except: 'b', capacity: OFF },
  ],
  expect: [{ at: '2026-01-01T00:00:00Z', min: 0 }],
};

const POLICY = {
  id: 'a',
  pools: ['a'],
  mode: 'enforce',
  dependsOn: [{ pool: 'b', ready: '50%' }],
  idle: { timeout: 'PT20M', keep: 1 },
  forecast: { mode: 'observe', goal: { overLeast: '8%' } },
  startFailure: { backOff: 'PT5M', ladder: ['tell'] },
  lead: { initial: 'PT6M', quantile: 0.95 },
  budget: { start: 50, deallocate: '25%' },
  protect: { nodes: ['a'], states: ['idle'] },
  gate: { extensions: ['*'], timeout: 'PT10M' },
  price: { nodeHour: 0.42, deallocatedNodeHour: 0.01, currency: 'EUR' },
  deallocateOrder: { by: ['named'], nodes: ['a'] },
  deallocated: { atMost: 1, forAtMost: 'P1D', beyond: 'remove' },
};

const MATCH = { type: 'work', 'data.a': ['a'], b: { exists: true }, c: { gte: 1 } };
const POOL = { account: 'demo', pool: 'render' };
const rule = (act: object) => ({ id: 'a', source: 'generic', match: MATCH, act });

/** The bodies that an endpoint parses by their schemas. */
const BODIES = CONTRACTS.flatMap(({ name, body, unread }): readonly (readonly [string, Parse, unknown])[] => {
  if (body?.schema === undefined || body.text === true || unread === true) return [];
  const { schema, example } = body;
  return [[name, (value) => parseWith(schema, value), example]];
});

const ALL: readonly (readonly [what: string, parse: Parse, example: unknown])[] = [
  ['a schedule', (value) => parseSchedule(value), SCHEDULE],
  ['a policy', parsePolicy, POLICY],
  ['a rule that starts nodes', parseRule, rule({ start: { ...POOL, count: 1, reason: 'x', until: 'PT1H' } })],
  ['a rule that overrides', parseRule, rule({ override: { ...POOL, capacity: { min: 1 }, until: 'PT1H' } })],
  ['a subscription', parseSubscription, { id: 'a', url: 'https://a.example', events: ['*'], filter: { pools: ['a'] } }],
  ...BODIES,
];

const WRONG = [
  null,
  -1,
  1e99,
  '',
  'x'.repeat(5000),
  [],
  {},
  [[]],
  [{}],
  [''],
  true,
  { wrong: 1 },
  Array(2000).fill('x'),
];

describe('a fault', () => {
  it.each(ALL)('of %s is in words for people', (_, parse, example) => {
    const faults = placesIn(example).flatMap((place) =>
      WRONG.flatMap((value) => faultsOf(parse(withAt(example, place, value)))),
    );
    expect(faults.length).toBeGreaterThan(0);
    // What the library says where a schema says nothing.
    expect(faults.filter((message) => /^(?:Invalid |Too |Unrecognized |Required|Expected )/.test(message))).toEqual([]);
  });
});

type Place = readonly string[];

function placesIn(value: unknown): readonly Place[] {
  if (typeof value !== 'object' || value === null) return [[]];
  return [[], ...Object.entries(value).flatMap(([name, inner]) => placesIn(inner).map((rest) => [name, ...rest]))];
}

function withAt(value: unknown, [name, ...rest]: Place, wrong: unknown): unknown {
  if (name === undefined) return wrong;
  const inner = (value as Readonly<Record<string, unknown>>)[name];
  const changed = withAt(inner, rest, wrong);
  return Array.isArray(value) ? value.with(Number(name), changed) : { ...Object(value), [name]: changed };
}

function faultsOf(parsed: Parsed<unknown>): readonly string[] {
  return parsed.ok ? [] : parsed.faults.map(({ message }) => message);
}

/** The bounds of a schema and of all that it consists of, which have no words of their own. */
function wordlessBounds(root: unknown): readonly object[] {
  const seen = new Set<unknown>();
  const found: object[] = [];
  const look = (value: unknown): void => {
    if (typeof value !== 'object' || value === null || seen.has(value)) return;
    seen.add(value);
    const { _zod } = value as {
      readonly _zod?: { readonly def: { readonly check?: string; readonly error?: unknown } };
    };
    if (_zod === undefined) return Object.values(value).forEach(look);
    const { def } = _zod;
    const isBound = /^(?:min|max)_length$|_than$/.test(def.check ?? '');
    if (isBound && def.error === undefined) found.push(def);
    Object.values(def).forEach(look);
  };
  look(root);
  return found;
}

it.each(
  Object.entries({ SCHEDULE_DOCUMENT, POLICY_DOCUMENT, OVERRIDE, ANNOUNCEMENT, RULE, SUBSCRIPTION, FILLED_ACTS }),
)('each bound in %s says what it is, and not what is expected in general', (_, schema) =>
  expect(wordlessBounds(schema)).toEqual([]),
);

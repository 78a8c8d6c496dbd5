import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import type { AuditEntry, AuditRecord } from '../../../src/core/audit/record.ts';
import type { Outcome } from '../../../src/core/pool/act.ts';
import { evidenceOf } from '../../../src/core/savings/evidence.ts';
import { type LedgerLine, type LedgerSpan, ledgerOf } from '../../../src/core/savings/ledger.ts';
import { powerOf } from '../../../src/core/savings/node-power.ts';
import { totalsOf } from '../../../src/core/savings/totals.ts';
import { MONDAY, numbered } from './support/history.ts';

const PRICE = { nodeHour: 1, deallocatedNodeHour: 0.1, currency: 'EUR' };
const TERMS = {
  changes: [],
  present: new Map([['render', { price: PRICE, lead: Temporal.Duration.from({ minutes: 10 }) }]]),
};
const WEEK: LedgerSpan = { from: MONDAY, to: MONDAY.add({ hours: 7 * 24 }) };

function linesOf(records: readonly AuditRecord[], span = WEEK): readonly LedgerLine[] {
  return ledgerOf(powerOf(evidenceOf(records)), { span, terms: TERMS, vouched: () => true }).lines;
}

function hoursOff(records: readonly AuditRecord[], span = WEEK): number {
  return totalsOf(linesOf(records, span)).hoursOff;
}

function saved(records: readonly AuditRecord[], span = WEEK): number {
  return totalsOf(linesOf(records, span)).money.reduce((sum, money) => sum + money.saved, 0);
}

const OUTCOMES = ['accepted', 'unneeded', 'refused', 'gone', 'failed', 'unknown'] as const satisfies readonly Outcome[];

/** What may happen to a node, each written down as one record or as an intent and its outcome. */
type Happening = readonly Pick<AuditEntry, 'action' | 'phase' | 'outcome' | 'after'>[];

const act: fc.Arbitrary<Happening> = fc
  .record({
    action: fc.constantFrom('deallocate', 'start'),
    outcome: fc.oneof({ weight: 12, arbitrary: fc.constant('accepted' as const) }, fc.constantFrom(...OUTCOMES)),
  })
  .map(({ action, outcome }) => [
    { action, phase: 'intent' },
    { action, phase: 'outcome', outcome },
  ]);

const event: fc.Arbitrary<Happening> = fc
  .record({
    action: fc.constantFrom(
      'node.deallocated',
      'node.deallocated',
      'node.started',
      'node.start-failed',
      'node.deallocate-failed',
      'node.manual-start',
      'node.manual-deallocate',
      'node.removed',
      'health.changed',
    ),
    seconds: fc.integer({ min: 0, max: 1200 }),
  })
  .map(({ action, seconds }) => [{ action, phase: 'event', after: { seconds } }]);

/** What happens every evening. */
const evening: Happening = [
  { action: 'deallocate', phase: 'intent' },
  { action: 'deallocate', phase: 'outcome', outcome: 'accepted' },
  { action: 'node.deallocated', phase: 'event', after: { seconds: 60 } },
];

interface Step {
  readonly minutes: number;
  readonly node: string;
  readonly happening: Happening;
}

function recordsOf(steps: readonly Step[]): readonly AuditRecord[] {
  let at = MONDAY;
  return numbered(
    steps.flatMap(({ minutes, node, happening }) => {
      at = at.add({ minutes });
      return happening.map((what) => ({
        ...what,
        at,
        actor: 'timer:evaluate-pools',
        subject: { account: 'demo', pool: 'render', node },
        reason: '',
        correlation: 'c',
        policy: 'render@1',
      }));
    }),
  );
}

/** Any history of three nodes, of a few days: also one that cannot have happened. */
const anyHistory = fc
  .array(
    fc.record({
      minutes: fc.integer({ min: 0, max: 400 }),
      node: fc.constantFrom('a', 'b', 'c'),
      happening: fc.oneof(
        { weight: 3, arbitrary: act },
        { weight: 2, arbitrary: event },
        { weight: 2, arbitrary: fc.constant(evening) },
      ),
    }),
    { maxLength: 40 },
  )
  .map(recordsOf);

const anyInstant = fc.integer({ min: 0, max: 7 * 24 * 60 }).map((minutes) => MONDAY.add({ minutes }));

describe('what is saved', () => {
  it('does not hang on the order of reading, nor on records that are read twice', () => {
    const property = fc.property(anyHistory, fc.infiniteStream(fc.nat()), (records, dice) => {
      const doubled = [...records, ...records.filter(() => (dice.next().value ?? 0) % 2 === 0)];
      const keyed = doubled.map((record) => ({ record, key: dice.next().value ?? 0 }));
      const mixed = keyed.toSorted((a, b) => a.key - b.key).map(({ record }) => record);
      expect(linesOf(mixed)).toEqual(linesOf(records));
    });
    fc.assert(property);
  });

  it('of two spans that meet is what is saved in both together', () => {
    const property = fc.property(anyHistory, anyInstant, (records, middle) => {
      const parts = [
        { from: WEEK.from, to: middle },
        { from: middle, to: WEEK.to },
      ];
      expect(parts.reduce((sum, part) => sum + saved(records, part), 0)).toBeCloseTo(saved(records), 6);
    });
    fc.assert(property);
  });

  it('is never more hours than a node has in the span', () => {
    const property = fc.property(anyHistory, anyInstant, anyInstant, (records, one, other) => {
      const [from = one, to = other] = [one, other].toSorted(Temporal.Instant.compare);
      const hours = from.until(to).total('hours');
      for (const [, lines] of Map.groupBy(linesOf(records, { from, to }), ({ node }) => node)) {
        expect(totalsOf(lines).hoursOff).toBeLessThanOrEqual(hours + 1e-9);
      }
    });
    fc.assert(property);
  });

  it('gets no more hours by the loss of the outcome of a deallocation', () => {
    const property = fc.property(anyHistory, fc.nat(), (records, choice) => {
      const outcomes = records.filter(({ phase, action }) => phase === 'outcome' && action === 'deallocate');
      const lost = outcomes[choice % Math.max(1, outcomes.length)];
      expect(hoursOff(records.filter((record) => record !== lost))).toBeLessThanOrEqual(hoursOff(records) + 1e-9);
    });
    fc.assert(property);
  });

  it('gets no more by a clock that was put back', () => {
    const property = fc.property(anyHistory, fc.nat(), fc.integer({ min: 1, max: 600 }), (records, choice, minutes) => {
      const first = choice % Math.max(1, records.length);
      const back = records.map((record, index) =>
        index < first ? record : { ...record, at: record.at.subtract({ minutes }) },
      );
      // The end of the span is the present, by the same clock.
      const end = (records.at(-1)?.at ?? MONDAY).add({ hours: 1 });
      const [early, late] = [MONDAY.subtract({ hours: 24 }), end.subtract({ minutes })];
      expect(hoursOff(back, { from: early, to: late })).toBeLessThanOrEqual(
        hoursOff(records, { from: early, to: end }) + 1e-9,
      );
    });
    fc.assert(property);
  });

  it('is nothing without an accepted deallocation', () => {
    const property = fc.property(anyHistory, (records) => {
      const others = records.filter(({ action, outcome }) => action !== 'deallocate' || outcome !== 'accepted');
      expect(hoursOff(others)).toBe(0);
    });
    fc.assert(property);
  });

  it('is the price times the hours that its lines say', () => {
    const property = fc.property(anyHistory, (records) => {
      const byHand = linesOf(records).reduce(
        (sum, { kind, hours }) => sum + (kind === 'off' ? hours * 0.9 : -hours),
        0,
      );
      expect(saved(records)).toBeCloseTo(byHand, 6);
    });
    fc.assert(property);
  });

  it('has some of in the histories that these laws are tried on', () => {
    const some = fc.sample(anyHistory, { numRuns: 200, seed: 1 }).filter((records) => hoursOff(records) > 0);
    expect(some.length).toBeGreaterThan(120);
  });
});

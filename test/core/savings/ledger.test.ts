import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import type { Price } from '../../../src/core/policy/policy.ts';
import { evidenceOf } from '../../../src/core/savings/evidence.ts';
import { byDay, type LedgerLine, ledgerOf } from '../../../src/core/savings/ledger.ts';
import { powerOf } from '../../../src/core/savings/node-power.ts';
import type { Terms, TermsHistory } from '../../../src/core/savings/terms.ts';
import { amountOf, totalsOf } from '../../../src/core/savings/totals.ts';
import { at, history, nightOff } from './support/history.ts';

const EURO: Price = { nodeHour: 0.5, deallocatedNodeHour: 0.02, currency: 'EUR' };
const LEAD = Temporal.Duration.from({ minutes: 12 });

function terms(price: Price | undefined = EURO): Terms {
  return { price, lead: LEAD };
}

const ALWAYS: TermsHistory = { changes: [], present: new Map([['render', terms()]]) };

function linesOf(
  lines: readonly string[],
  { from = '00:00', to = '+7 00:00', prices = ALWAYS, vouched = true } = {},
): readonly LedgerLine[] {
  const power = powerOf(evidenceOf(history(...lines)));
  return ledgerOf(power, { span: { from: at(from), to: at(to) }, terms: prices, vouched: () => vouched }).lines;
}

function shown(lines: readonly LedgerLine[]): readonly string[] {
  return lines.map(
    ({ kind, hours, price, open }) => `${kind} ${hours.toFixed(2)} h at ${price?.nodeHour ?? '-'}${open ? ' …' : ''}`,
  );
}

describe('the ledger', () => {
  it('sums a night up as anybody would by hand: hours on, less disks, less the restart', () => {
    const lines = linesOf(nightOff('18:00', '+1 08:00'));
    expect(shown(lines)).toEqual(['off 14.00 h at 0.5', 'restart 0.17 h at 0.5']);
    const { money, ...hours } = totalsOf(lines);
    expect(hours).toEqual({ hoursOff: 14, restartHours: 1 / 6, restarts: 1, unpricedHours: 0 });
    expect(money).toEqual([
      {
        currency: 'EUR',
        nodes: 7,
        disks: 0.28,
        restarts: expect.closeTo(0.08333, 4),
        saved: expect.closeTo(6.63667, 4),
      },
    ]);
    expect(lines.map(amountOf)).toEqual([expect.closeTo(6.72, 9), expect.closeTo(-0.08333, 4)]);
  });

  it('names the records that each line is from', () => {
    expect(linesOf(nightOff('18:00', '+1 08:00')).map(({ records }) => records.map((id) => id.split('/')[1]))).toEqual([
      ['2', '3', '4', '5'],
      ['4', '5', '6'],
    ]);
  });

  it.each([
    ['+0 20:00', '+1 06:00', ['off 10.00 h at 0.5 …']],
    ['20:00', '+1 08:05', ['off 12.00 h at 0.5', 'restart 0.08 h at 0.5 …']],
    ['+1 08:05', '+1 09:00', ['restart 0.08 h at 0.5']],
    ['+1 08:10', '+1 09:00', []],
    ['00:00', '18:00', []],
  ])('is cut at both ends of the span: %s to %s', (from, to, expected) => {
    expect(shown(linesOf(nightOff('18:00', '+1 08:00'), { from, to }))).toEqual(expected);
  });

  it('takes the price that held, and cuts a line where it changed', () => {
    const change = { policy: 'render', record: 'd.2026-03/7' };
    const dear = terms({ ...EURO, nodeHour: 1 });
    const prices: TermsHistory = {
      changes: [
        { ...change, at: at('20:00'), before: terms(), after: dear },
        { ...change, at: at('22:00'), before: dear, after: undefined },
        { ...change, policy: 'other', at: at('23:00'), before: undefined, after: terms() },
        { ...change, at: at('+1 02:00'), before: undefined, after: terms({ ...EURO, currency: 'USD' }) },
      ],
      present: new Map([['render', terms({ ...EURO, nodeHour: 99 })]]),
    };
    const lines = linesOf(nightOff('18:00', '+1 08:00'), { prices });
    expect(shown(lines)).toEqual([
      'off 2.00 h at 0.5',
      'off 2.00 h at 1',
      'off 4.00 h at -',
      'off 6.00 h at 0.5',
      'restart 0.17 h at 0.5',
    ]);
    expect(lines[1]?.records).toContain('d.2026-03/7');
    const { money, unpricedHours, hoursOff, restarts } = totalsOf(lines);
    expect({ unpricedHours, hoursOff, restarts }).toEqual({ unpricedHours: 4, hoursOff: 14, restarts: 1 });
    expect(money.map(({ currency, nodes }) => [currency, nodes])).toEqual([
      ['EUR', 3],
      ['USD', 3],
    ]);
  });

  it('has hours and no money without a price or without a policy', () => {
    const nobodys: TermsHistory = { changes: [], present: new Map() };
    const { money, ...hours } = totalsOf(linesOf(nightOff('18:00', '+1 08:00'), { prices: nobodys }));
    expect(money).toEqual([]);
    expect(hours).toMatchObject({ hoursOff: 14, unpricedHours: 14, restartHours: 1 / 6 });
  });

  it('estimates a restart from the lead time of the policy, and says so', () => {
    const lines = linesOf(nightOff('18:00', '+1 08:00').slice(0, -1));
    expect(lines.map(({ kind, basis, hours }) => [kind, basis, hours])).toEqual([
      ['off', 'seen', 14],
      ['restart', 'estimated', 0.2],
    ]);
  });

  it('counts a time off without an end up to the end of the span, if somebody vouches for it', () => {
    const open = nightOff('18:00', '+1 08:00').slice(0, 3);
    expect(shown(linesOf(open, { to: '+2 00:00' }))).toEqual(['off 30.00 h at 0.5 …']);
    expect(linesOf(open, { to: '+2 00:00', vouched: false })).toEqual([]);
  });

  it('can be cut at midnight in UTC', () => {
    const parts = byDay(linesOf(nightOff('18:00', '+2 08:00')));
    expect(parts.map(({ day, line }) => [day, line.kind, Number(line.hours.toFixed(2))])).toEqual([
      ['2026-03-02', 'off', 6],
      ['2026-03-03', 'off', 24],
      ['2026-03-04', 'off', 8],
      ['2026-03-04', 'restart', 0.17],
    ]);
  });

  it('can be cut at midnight of a zone, whose days are as long as its clock says', () => {
    const lines = linesOf(nightOff('18:00', '+2 08:00'));
    const [first] = lines;
    const zoned = byDay(lines, 'America/New_York').map(({ day, line }) => [day, Number(line.hours.toFixed(2))]);
    expect(zoned).toEqual([
      ['2026-03-02', 11],
      ['2026-03-03', 24],
      ['2026-03-04', 3],
      ['2026-03-04', 0.17],
    ]);
    const change = {
      from: Temporal.Instant.from('2026-03-28T23:00:00Z'),
      to: Temporal.Instant.from('2026-03-29T22:00:00Z'),
    };
    const short = first === undefined ? [] : byDay([{ ...first, ...change }], 'Europe/Berlin');
    expect(short.map(({ day, line }) => [day, line.hours])).toEqual([['2026-03-29', 23]]);
    expect(lines.reduce((sum, { hours }) => sum + hours, 0)).toBeCloseTo(
      byDay(lines, 'Asia/Kathmandu').reduce((sum, { line }) => sum + line.hours, 0),
    );
  });
});

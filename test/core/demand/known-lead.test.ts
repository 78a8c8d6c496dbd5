import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { knownLeadTimeOf, startedNow } from '../../../src/core/demand/known-lead.ts';
import { leadTimeOf } from '../../../src/core/demand/lead-time.ts';
import { distributionOf, meanExcess } from '../../../src/core/demand/start-distribution.ts';
import { aPolicy, minutes } from '../../support/builders.ts';

const LEAD = { ...aPolicy().lead, initial: minutes(6), margin: minutes(1), learn: true };
/** A lognormal distribution with a median of three minutes, evenly spaced. */
const STARTS = [-2.1, -1.6, -1.3, -1, -0.8, -0.6, -0.4, -0.2, 0, 0.2, 0.4, 0.6, 0.8, 1, 1.3, 1.6, 2.1].map(
  (deviate) => 180 * Math.exp(0.35 * deviate),
);
const secondsOf = (lead: typeof LEAD, starts: readonly number[]) =>
  knownLeadTimeOf(lead, starts).length.total('seconds');

describe('the lead time of known work', () => {
  it('is as short as a mean wait of ten seconds allows', () => {
    const lead = knownLeadTimeOf(LEAD, STARTS);
    expect(meanExcess(distributionOf(STARTS), lead.length.total('seconds'))).toBeCloseTo(10, 0);
    expect(lead.because).toBe('lead time 4 min 39 s: of 17 starts, a wait of 10 s on average');
    expect(secondsOf(LEAD, STARTS)).toBeLessThan(leadTimeOf(LEAD, STARTS, 1).length.total('seconds') - 120);
  });

  it('is that of the share which the owner has set, and the initial one before enough was seen, without a margin', () => {
    expect(secondsOf({ ...LEAD, quantile: 0.9, knownQuantile: 0.9 }, Array(20).fill(200))).toBe(200);
    expect(secondsOf(LEAD, [900])).toBe(360);
    expect(secondsOf({ ...LEAD, learn: false }, STARTS)).toBe(360);
  });

  it('is not longer than a start may take, however differently fast and slow starts spread', () => {
    const starts = [5, 5, 6, 6, 1200, 1200, 1250, 1300];
    expect(secondsOf(LEAD, starts)).toBe(1800);
  });

  it('allows for starts that nearly always take the same, and rarely much longer', () => {
    expect(secondsOf(LEAD, [...Array(19).fill(180), 900])).toBeGreaterThan(600);
  });
});

describe('the nodes of known work that are started now', () => {
  const started = (nodes: number, leadMs: number, starts = STARTS) =>
    startedNow({ lead: LEAD, startSeconds: starts }, { nodes, leadMs, laterMs: 60_000 });

  it('are none while a minute later is soon enough, all when it is too late, and some in between', () => {
    expect(started(5, 340_000)).toBe(0);
    expect(started(5, 310_000)).toBe(3);
    expect(started(5, 270_000)).toBe(5);
    expect(started(5, -60_000)).toBe(5);
  });

  it('are never fewer for more nodes, or nearer to the need', () => {
    const lead = fc.integer({ min: -100_000, max: 900_000 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), lead, (nodes, leadMs) => {
        expect(started(nodes + 1, leadMs)).toBeGreaterThanOrEqual(started(nodes, leadMs));
        expect(started(nodes, leadMs - 1000)).toBeGreaterThanOrEqual(started(nodes, leadMs));
      }),
    );
  });
});

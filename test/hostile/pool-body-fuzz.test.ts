import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkPoolText } from '../../src/app/pool-check/check-pool-text.ts';
import { bodyText } from './grammars/pool-body.ts';
import { StepCounter } from './support/count-steps.ts';
import { LONGEST } from './support/filled.ts';
import { fuzzing } from './support/fuzzing.ts';

const CONTEXT = { apiVersion: '2024-07-01', pool: 'render' };

/** Function calls and blocks for 64 KiB, and in proportion for more. */
const MOST_STEPS = 5_000_000;
const MOST_FINDINGS = 20_000;

/** As many members as 64 KiB have room for. */
const MEMBERS_ALONE = JSON.stringify({
  properties: Object.fromEntries(Array.from({ length: 5200 }, (_, index) => [`m${index}`, 0])),
});

describe('any body of a pool', () => {
  let counter: StepCounter;
  beforeAll(() => {
    counter = new StepCounter();
  });
  afterAll(() => counter.close());

  it('is checked within so many steps, with findings in a bounded number', () => {
    let longest = 0;
    fc.assert(
      fc.property(bodyText(), (text) => {
        let count = 0;
        const steps = counter.count(() => {
          count = checkPoolText(text, CONTEXT).findings.length;
        });
        longest = Math.max(longest, text.length);
        expect(count).toBeLessThanOrEqual(MOST_FINDINGS);
        expect(steps).toBeLessThanOrEqual(MOST_STEPS * Math.max(1, text.length / LONGEST));
      }),
      { ...fuzzing(200), examples: [[MEMBERS_ALONE]] },
    );
    expect(longest).toBeGreaterThan(0.8 * LONGEST);
  });
});

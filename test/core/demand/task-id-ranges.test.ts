import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { waitsForOpen } from '../../../src/core/demand/runnable.ts';
import { withinRanges } from '../../../src/core/demand/task-id-ranges.ts';

describe('withinRanges', () => {
  it('finds a number in any of the ranges, whatever their order and however they overlap', () => {
    const number = fc.integer({ min: -20, max: 20 });
    const ranges = fc.array(fc.record({ start: number, end: number }), { maxLength: 8 });
    fc.assert(
      fc.property(ranges, number, (said, at) => {
        expect(withinRanges(said)(at)).toBe(said.some(({ start, end }) => start <= at && at <= end));
      }),
      { numRuns: 2000 },
    );
  });

  it('looks at each of many ranges a few times, however many tasks they include', () => {
    let looks = 0;
    const range = {
      start: 1,
      get end() {
        looks += 1;
        return 500;
      },
    };
    const dependsOn = { taskIds: [], taskIdRanges: Array(1000).fill(range) };
    const tasks = Array.from({ length: 500 }, (_, index) => ({
      ...({ state: 'running', requiredSlots: 1, instances: 1, dependsOn: undefined } as const),
      id: String(index + 1),
    }));
    const waiting = { id: 'merge', state: 'active', requiredSlots: 1, instances: 1, dependsOn } as const;
    expect(waitsForOpen([...tasks, waiting])(waiting)).toHaveLength(500);
    expect(looks).toBeLessThan(20_000);
  });
});

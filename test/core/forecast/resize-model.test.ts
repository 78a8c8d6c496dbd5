import { describe, expect, it } from 'vitest';
import { chancesOf } from '../../../src/core/forecast/forecast-model.ts';
import { newChances } from '../../../src/core/forecast/horizons.ts';
import { resizeModel } from '../../../src/core/forecast/resize-model.ts';
import { EVERY_TWENTY_MINUTES, modelAfter, seeDemand } from './seen-demand.ts';

describe('resizeModel', () => {
  it('keeps what was learned when a pool grows and when it shrinks', () => {
    const model = modelAfter(3017, EVERY_TWENTY_MINUTES);
    const before = newChances();
    chancesOf(model, 4, before);
    for (const levels of [20, 5]) {
      const resized = resizeModel(model, levels);
      const after = newChances();
      chancesOf(resized, 4, after);
      expect(after).toEqual(before);
      seeDemand(resized, { from: 3017, minutes: 200 }, EVERY_TWENTY_MINUTES);
      expect(resized.history.needed).toBe(EVERY_TWENTY_MINUTES(3216));
    }
    expect(resizeModel(model, 10)).toBe(model);
  });
});

import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { forecastNodes } from '../../../src/core/forecast/forecast.ts';
import { chancesOf, newModel } from '../../../src/core/forecast/forecast-model.ts';
import { decodeModel, encodeModel } from '../../../src/core/forecast/forecast-state.ts';
import { newChances } from '../../../src/core/forecast/horizons.ts';
import { aSituation, EVERY_TWENTY_MINUTES, modelAfter, seeDemand } from './seen-demand.ts';

describe('encodeModel and decodeModel', () => {
  it('give back a model that goes on learning as the first would have', () => {
    const model = modelAfter(3000, EVERY_TWENTY_MINUTES);
    const restored = decodeModel(encodeModel(model));
    if (restored === undefined) throw new Error('no model');
    const next = { from: 3000, minutes: 300 };
    seeDemand(model, next, EVERY_TWENTY_MINUTES);
    seeDemand(restored, next, EVERY_TWENTY_MINUTES);
    expect(encodeModel(restored)).toEqual(encodeModel(model));
    const terms = { goal: undefined, spares: true };
    expect(forecastNodes(restored, aSituation(), terms)).toEqual(forecastNodes(model, aSituation(), terms));
    const [first, second] = [newChances(), newChances()];
    chancesOf(model, 3, first);
    chancesOf(restored, 3, second);
    expect(second).toEqual(first);
  });

  it('refuse a state of another version, of another length, and bytes that are none', () => {
    const bytes = encodeModel(newModel(3));
    expect(decodeModel(bytes)).toBeDefined();
    expect(decodeModel(bytes.with(0, 99))).toBeUndefined();
    expect(decodeModel(bytes.subarray(0, -1))).toBeUndefined();
    expect(decodeModel(new Uint8Array([1, 2, 3]))).toBeUndefined();
    expect(decodeModel(new Uint8Array(100).fill(255))).toBeUndefined();
  });

  it('give back the model of a pool of any size, and refuse more levels than the state is long', () => {
    const bytes = encodeModel(newModel(30_000));
    expect(decodeModel(bytes)?.levels).toBe(30_000);
    new DataView(bytes.buffer).setUint32(4, 4_000_000_000, true);
    expect(decodeModel(bytes)).toBeUndefined();
  });

  it('take no more than 100 kB compressed for a busy pool of 200 nodes', () => {
    const model = modelAfter(4000, (minute) => (minute * 7919) % 190, newModel(200));
    expect(gzipSync(encodeModel(model)).byteLength).toBeLessThan(100_000);
  });
});

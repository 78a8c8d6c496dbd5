import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { forecastNodes } from '../../../src/core/forecast/forecast.ts';
import { observe } from '../../../src/core/forecast/forecast-model.ts';
import { priceOf } from '../../../src/core/forecast/wait-price.ts';
import { aLook, aSituation, EVERY_TWENTY_MINUTES, modelAfter, START_MINUTE, seeDemand } from './seen-demand.ts';

const DAY = 1440;
const terms = (price: number, spares = true) => ({ goal: { kind: 'wait-price' as const, price }, spares });

describe('forecastNodes', () => {
  // 12 minutes pass between the end of one burst and the start of the next; restarts cost 4 minutes and the wait.
  it('keeps nodes over a pause that it has seen end, and lets them go where waiting counts for nothing', () => {
    const model = modelAfter(3 * DAY + 8, EVERY_TWENTY_MINUTES);
    const four = aSituation({ ready: 4 });
    expect(forecastNodes(model, four, terms(40)).nodes).toBe(4);
    expect(forecastNodes(model, four, terms(0)).nodes).toBe(0);
  });

  it('starts nodes ahead of work that comes again and again', () => {
    const model = modelAfter(3 * DAY + 17, EVERY_TWENTY_MINUTES);
    const forecast = forecastNodes(model, aSituation(), terms(60));
    expect(forecast.nodes).toBe(4);
    expect(forecast.evidence).toMatchObject({ level: 4, waitPrice: 60 });
    expect(forecast.evidence?.chance).toBeGreaterThan(0.5);
  });

  it('starts nothing in a pool that has never had work, whatever waiting costs', () => {
    const model = modelAfter(2 * DAY, () => 0);
    expect(forecastNodes(model, aSituation(), terms(120)).nodes).toBe(0);
  });

  it('starts spares for tasks that have just come, where nodes of one request differ, and none where that is not known', () => {
    const model = modelAfter(100, (minute) => (minute === 99 ? 4 : 0));
    const come = aSituation({ needed: 4, waiting: 4, fresh: 4 });
    const known = { ...come, latency: { meanMinutes: 3, spread: 0.35 } };
    expect(forecastNodes(model, known, terms(20))).toMatchObject({ nodes: expect.any(Number) });
    expect(forecastNodes(model, known, terms(20)).spares).toBeGreaterThan(0);
    expect(forecastNodes(model, known, terms(20, false)).spares).toBe(0);
    expect(forecastNodes(model, come, terms(20)).spares).toBe(0);
    expect(forecastNodes(model, { ...come, latency: { meanMinutes: 3, spread: 0 } }, terms(20)).spares).toBe(0);
  });

  it('starts more spares where a price is named than with nothing set, at the same price', () => {
    const model = modelAfter(100, (minute) => (minute === 99 ? 6 : 0));
    const known = {
      ...aSituation({ needed: 6, waiting: 6, fresh: 6 }),
      latency: { meanMinutes: 3, spread: 0.35 },
    };
    const spares = [1, 2, 3, 4, 5, 6].map((asked) => {
      Object.assign(model.price, { runMinutes: 500_000, ended: 1000, steered: Math.log(asked), saved: 0 });
      const price = priceOf(model.price, undefined, 1);
      const [named, unset] = [terms(price), { goal: undefined, spares: true }];
      return [forecastNodes(model, known, named).spares, forecastNodes(model, known, unset).spares] as const;
    });
    expect(spares.filter(([named, unset]) => named < unset)).toEqual([]);
    expect(spares.filter(([named, unset]) => named > unset)).not.toEqual([]);
  });

  it('keeps what is on after a hole in the feed, since it may have been needed', () => {
    const quiet = modelAfter(DAY, () => 0);
    const on = aSituation({ ready: 5 });
    expect(forecastNodes(quiet, on, terms(5)).nodes).toBe(0);
    observe(quiet, aLook(DAY + 120, { paidNodes: 5 }), undefined);
    expect(forecastNodes(quiet, on, terms(5)).nodes).toBe(5);
  });

  it('goes on with what it has learned after a look by a clock that was a day ahead', () => {
    const model = modelAfter(3 * DAY, EVERY_TWENTY_MINUTES);
    observe(model, aLook(4 * DAY, { paidNodes: 4 }), undefined);
    seeDemand(model, { from: 3 * DAY + 1, minutes: 36 }, EVERY_TWENTY_MINUTES);
    expect(model.history.minute).toBe(START_MINUTE + 3 * DAY + 36);
    expect(forecastNodes(model, aSituation(), terms(60)).nodes).toBe(4);
  });

  const situations = fc
    .record({
      waiting: fc.nat(12),
      running: fc.nat(10),
      idle: fc.nat(10),
      starting: fc.nat(10),
      nodes: fc.integer({ min: 1, max: 10 }),
      fresh: fc.nat(12),
      spread: fc.constantFrom(undefined, 0, 0.2, 0.35, 1),
      price: fc.double({ min: 0, max: 120, noNaN: true }),
      minute: fc.integer({ min: DAY, max: DAY + 40 }),
    })
    .map(({ waiting, running, idle, starting, nodes, fresh, spread, price, minute }) => ({
      model: modelAfter(minute, EVERY_TWENTY_MINUTES),
      price,
      situation: aSituation({
        needed: waiting + running,
        waiting,
        fresh: Math.min(waiting, fresh),
        ready: running + idle,
        starting,
        nodes,
        latency: { meanMinutes: 3, spread },
      }),
    }));

  it('never asks for fewer nodes than the work needs, nor for more than there are, and answers the same when asked again', () => {
    fc.assert(
      fc.property(situations, ({ model, situation, price }) => {
        const forecast = forecastNodes(model, situation, terms(price));
        expect(forecast.nodes).toBeGreaterThanOrEqual(Math.min(situation.needed, situation.nodes));
        expect(forecast.nodes).toBeLessThanOrEqual(situation.nodes);
        expect(forecastNodes(model, situation, terms(price))).toEqual(forecast);
      }),
      { numRuns: 60 },
    );
  });

  it('never asks for fewer nodes for more work', () => {
    fc.assert(
      fc.property(situations, fc.integer({ min: 1, max: 3 }), ({ model, situation, price }, more) => {
        const busier = { ...situation, needed: situation.needed + more, waiting: situation.waiting + more };
        const nodes = forecastNodes(model, situation, terms(price, false)).nodes;
        expect(forecastNodes(model, busier, terms(price, false)).nodes).toBeGreaterThanOrEqual(nodes);
      }),
      { numRuns: 60 },
    );
  });
});

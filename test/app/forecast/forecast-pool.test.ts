import { expect, it } from 'vitest';
import { type Forecasting, forecastPool } from '../../../src/app/forecast/forecast-pool.ts';
import { pendingSlotsOf } from '../../../src/core/demand/pending-slots.ts';
import type { ForecastModel } from '../../../src/core/forecast/forecast-model.ts';
import { NO_MEMORY } from '../../../src/core/memory/memory.ts';
import type { NodeState } from '../../../src/core/pool/node-state.ts';
import { AppError } from '../../../src/ports/errors.ts';
import { aJobWork, aLoad, anIdleNode, aPolicy, aPoolFacts, NOON } from '../../support/builders.ts';

const policy = aPolicy({ forecast: { mode: 'enforce', goal: undefined, spares: true } });
const EFFECTIVE = {
  ...({ kind: 'policy', policy, name: policy.id, because: '', schedules: [], override: undefined } as const),
  ...{ announcements: [], circuitReset: undefined, documents: [], notes: [] },
};

it('records the demand while the store of the model is out of reach', async () => {
  const recorded: number[] = [];
  const unreachable = () => Promise.reject(new AppError('StorageUnavailable', 'The blobs are out of reach.'));
  const ports = {
    forecastModels: { modelOf: unreachable, hold: unreachable },
    demandRecords: {
      readDay: async () => [],
      addToDay: async (_pool: unknown, _day: number, minutes: readonly { readonly minute: number }[]) => {
        recorded.push(...minutes.map(({ minute }) => minute));
      },
      sweep: async () => 0,
    },
  };
  const jobs = [aJobWork({ running: aLoad(1), completed: 0 })];
  const pool = { facts: aPoolFacts(), nodes: [anIdleNode('node-1', 5)], effective: EFFECTIVE, jobs, schedules: [] };
  let seen: Forecasting = { forecast: undefined, demand: undefined };
  for (let minute = 0; minute < 300; minute++) {
    const now = NOON.add({ minutes: minute });
    const memory = { ...NO_MEMORY, demand: seen.demand };
    seen = await forecastPool(ports, { ...pool, pending: pendingSlotsOf(jobs), memory, now });
    expect(seen.forecast).toBeUndefined();
  }
  const remembered = (seen.demand?.minutes ?? []).map(({ minute }) => minute);
  expect(remembered.length).toBeLessThanOrEqual(120);
  const first = Math.floor(NOON.epochMilliseconds / 60_000);
  expect([...recorded, ...remembered]).toEqual(Array.from({ length: 300 }, (_, minute) => first + minute));
});

it.each([
  [true, 2],
  [false, 5],
])('counts the nodes that take part, with Spot nodes left alone: %s', async (spot, counted) => {
  let held: ForecastModel | undefined;
  const ports = {
    forecastModels: {
      modelOf: async () => held,
      hold: async (_pool: unknown, model: ForecastModel) => {
        held = model;
      },
    },
    demandRecords: { readDay: async () => [], addToDay: async () => {}, sweep: async () => 0 },
  };
  const nodes = Array.from({ length: 5 }, (_, index) => ({ ...anIdleNode(`node-${index}`, 5), dedicated: index < 2 }));
  const protect = { ...policy.protect, spot };
  const effective = { ...EFFECTIVE, policy: { ...policy, protect } };
  const jobs = [aJobWork({ active: aLoad(1), running: aLoad(0), completed: 0 })];
  const pool = { facts: aPoolFacts(), nodes, effective, jobs, schedules: [], memory: NO_MEMORY, now: NOON };
  const { demand, forecast } = await forecastPool(ports, { ...pool, pending: pendingSlotsOf(jobs) });
  expect(demand?.minutes.at(-1)).toMatchObject({ nodes: counted, paid: counted });
  expect(held?.levels).toBe(counted);
  expect(forecast).toBeDefined();
});

it('does not count a preempted Spot node as paid for', async () => {
  const savedWith = async (state: NodeState) => {
    let held: ForecastModel | undefined;
    const ports = {
      forecastModels: {
        modelOf: async () => held,
        hold: async (_pool: unknown, model: ForecastModel) => {
          held = model;
        },
      },
      demandRecords: { readDay: async () => [], addToDay: async () => {}, sweep: async () => 0 },
    };
    const spots = ['b', 'c', 'd'].map((id) => ({ ...anIdleNode(id, 5), state, dedicated: false }));
    const effective = { ...EFFECTIVE, policy: { ...policy, protect: { ...policy.protect, spot: false } } };
    const jobs = [aJobWork({ active: aLoad(0), running: aLoad(0), completed: 0 })];
    const pool = { facts: aPoolFacts(), nodes: [anIdleNode('a', 5), ...spots], effective, jobs, schedules: [] };
    const known = { ...pool, pending: pendingSlotsOf(jobs), memory: NO_MEMORY };
    for (let minute = 0; minute < 2; minute++)
      await forecastPool(ports, { ...known, now: NOON.add({ minutes: minute }) });
    return held?.price.saved;
  };
  expect(await savedWith('preempted')).toBe(await savedWith('deallocated'));
  expect(await savedWith('idle')).toBeLessThan((await savedWith('preempted')) ?? 0);
});

it('learns nothing of a pool that is being deleted', async () => {
  const ports = {
    forecastModels: {
      modelOf: async () => undefined,
      hold: async () => {
        throw new Error('Nothing is learned.');
      },
    },
    demandRecords: { readDay: async () => [], addToDay: async () => {}, sweep: async () => 0 },
  };
  const facts = aPoolFacts({ state: 'deleting' });
  const pool = { facts, nodes: [], effective: EFFECTIVE, jobs: [], schedules: [], memory: NO_MEMORY, now: NOON };
  const known = { ...pool, pending: pendingSlotsOf([]) };
  expect(await forecastPool(ports, known)).toEqual({ forecast: undefined, demand: undefined });
});

it('forecasts for a pool in which no node takes part', async () => {
  const ports = {
    forecastModels: { modelOf: async () => undefined, hold: async () => undefined },
    demandRecords: { readDay: async () => [], addToDay: async () => {}, sweep: async () => 0 },
  };
  const nodes = [{ ...anIdleNode('node-1', 5), dedicated: false }];
  const jobs = [aJobWork({ active: aLoad(1), running: aLoad(0), completed: 0 })];
  const pool = { facts: aPoolFacts(), nodes, effective: EFFECTIVE, jobs, schedules: [], memory: NO_MEMORY, now: NOON };
  const { forecast } = await forecastPool(ports, { ...pool, pending: pendingSlotsOf(jobs) });
  expect(forecast).toMatchObject({ needed: 1 });
});

it('learns what was submitted once, however many looks a minute has', async () => {
  let held: ForecastModel | undefined;
  const ports = {
    forecastModels: {
      modelOf: async () => held,
      hold: async (_pool: unknown, model: ForecastModel) => {
        held = model;
      },
    },
    demandRecords: { readDay: async () => [], addToDay: async () => {}, sweep: async () => 0 },
  };
  const nodes = Array.from({ length: 20 }, (_, index) => anIdleNode(`node-${index}`, 5));
  const pool = { facts: aPoolFacts(), nodes, effective: EFFECTIVE, schedules: [] };
  let seen: Forecasting = { forecast: undefined, demand: undefined };
  const fresh: (number | undefined)[] = [];
  for (const [seconds, tasks] of [
    [0, 0],
    [60, 5],
    [90, 7],
    [120, 7],
  ] as const) {
    const jobs = [aJobWork({ active: aLoad(tasks), running: aLoad(0), completed: 0 })];
    const memory = { ...NO_MEMORY, demand: seen.demand };
    const now = NOON.add({ seconds });
    seen = await forecastPool(ports, { ...pool, jobs, pending: pendingSlotsOf(jobs), memory, now });
    fresh.push(seen.forecast?.fresh);
  }
  expect(held?.price.submitted).toBeCloseTo(7, 1);
  expect(fresh).toEqual([0, 5, 2, 0]);
});

import { gzipSync } from 'node:zlib';
import { Temporal } from 'temporal-polyfill';
import { NO_SLOTS } from '../src/core/demand/pending-slots.ts';
import { slotDemand } from '../src/core/demand/slot-demand.ts';
import { type ForecastModel, newModel } from '../src/core/forecast/forecast-model.ts';
import { SHIPPED_PRIOR } from '../src/core/forecast/forecast-prior.ts';
import { encodeModel } from '../src/core/forecast/forecast-state.ts';
import { lookAhead } from '../src/core/forecast/look-ahead.ts';
import { NO_MEMORY } from '../src/core/memory/memory.ts';
import { decidePool, type PoolLook } from '../src/core/plan/decide-pool.ts';
import { NO_SEQUENCE } from '../src/core/plan/input/sequence.ts';
import { summarizePlan } from '../src/core/plan/plan-summary.ts';
import type { Policy } from '../src/core/policy/policy.ts';
import type { NodeSnapshot } from '../src/core/pool/snapshot.ts';
import { parsePolicy } from '../src/documents/policies/policy-document.ts';
import { parseSchedule } from '../src/documents/schedules/schedule-document.ts';
import { type Benchmark, resultOf } from './benchmark.ts';
import { processorTime, race } from './measure.ts';

const NOON = Temporal.Instant.from('2026-03-02T12:00:00Z');
const POOLS = 1000;
const NODES = 100;
const LARGE = 10_000;
const ROUNDS = 5;
const WEEK = 7 * 1440;

const SCHEDULE = parsed(
  parseSchedule({
    id: 'office-hours',
    timeZone: 'Europe/Berlin',
    windows: [{ name: 'weekdays', days: ['MON-FRI'], from: '08:00', to: '18:30', capacity: { min: '10%' } }],
  }),
);

const POLICY: Policy = parsed(
  parsePolicy({
    id: 'render',
    pools: ['*'],
    mode: 'enforce',
    schedules: ['office-hours'],
    idle: { timeout: 'PT20M', keep: 1 },
    demand: { startOnPending: true, headroom: '10%' },
    forecast: { mode: 'enforce' },
    budget: { start: 50, deallocate: '25%' },
    protect: { youngerThan: 'PT10M' },
    canary: { share: '100%' },
  }),
);

function parsed<Value>(read: { readonly ok: true; readonly value: Value } | { readonly ok: false }): Value {
  if (!read.ok) throw new Error('A document of the benchmark cannot be read.');
  return read.value;
}

/** What Batch sends of a node, as far as it is asked for. */
function wireNode(index: number) {
  const since = NOON.subtract({ seconds: 60 + ((index * 7919) % 7200) }).toString();
  const state = (['idle', 'running', 'running', 'deallocated'] as const)[index % 4] ?? 'idle';
  return {
    id: `node-${String(index).padStart(5, '0')}`,
    ...{ state, stateTransitionTime: since, lastBootTime: since, isDedicated: true, schedulingState: 'enabled' },
    runningTasksCount: state === 'running' ? 1 : 0,
  };
}

function snapshotOf({ id, state, stateTransitionTime, runningTasksCount }: ReturnType<typeof wireNode>): NodeSnapshot {
  const since = Date.parse(stateTransitionTime);
  const known = { dedicated: true, schedulingEnabled: true, runningTasks: runningTasksCount };
  return { id, state, stateSince: since, bootedAt: since, ...known };
}

/** A pool with its page of nodes as text, and as it is decided. */
function aPool(number: number, size: number) {
  const wire = Array.from({ length: size }, (_, index) => wireNode(index));
  return { poolId: `pool-${number}`, text: JSON.stringify({ value: wire }), nodes: wire.map(snapshotOf) };
}

/** A model that has seen a week of work that comes in waves. */
function modelOfAWeek(nodes: number): ForecastModel {
  const model = newModel(nodes, SHIPPED_PRIOR);
  const neededAt = (minute: number) => Math.round(((minute * 31) % 55) * (minute % 60 < 25 ? nodes / 100 : 0));
  for (let minute = WEEK; minute > 0; minute -= 1) look(model, { nodes, needed: neededAt(minute), minutesAgo: minute });
  return model;
}

function look(
  model: ForecastModel,
  { nodes, needed, minutesAgo }: { readonly nodes: number; readonly needed: number; readonly minutesAgo: number },
) {
  const seen = {
    epochMilliseconds: NOON.epochMilliseconds - minutesAgo * 60_000,
    ...{ needed, waitingTasks: 0, runningTasks: needed, submittedTasks: 2, endedTasks: 2, slotsPerNode: 1 },
    ...{ nodes, readyNodes: Math.ceil(nodes / 2), paidNodes: Math.ceil(nodes / 2) },
    ...{ latency: { meanMinutes: 4, spread: 0.3 }, stopMinutes: 1, tickMinutes: 1 },
  };
  return lookAhead(model, seen, POLICY.forecast?.goal);
}

function lookOf({ poolId, nodes }: ReturnType<typeof aPool>, model: ForecastModel, minute: number): PoolLook {
  const running = nodes.filter(({ state }) => state === 'running').length;
  const work = slotDemand([{ tasks: 3, slots: 3 }], [{ tasks: running, slots: running }]);
  return {
    facts: {
      account: 'demo',
      poolId,
      ...{ state: 'active', allocationState: 'steady', autoScale: false, virtualMachineConfiguration: true },
      ...{ taskSlotsPerNode: 1, metadata: new Map(), machine: undefined },
    },
    nodes,
    memory: { ...NO_MEMORY, lookedAt: NOON, startSeconds: [180, 200, 220, 190, 240, 210, 185, 230, 260] },
    pending: { ...NO_SLOTS, certain: work, possible: work },
    forecast: look(model, { nodes: nodes.length, needed: running + 3, minutesAgo: -minute }),
    ...{ gates: new Map(), shared: [], sequence: NO_SEQUENCE, siblings: [] },
    effective: {
      ...{ kind: 'policy', policy: POLICY, name: 'render@1', because: 'its pattern', schedules: [SCHEDULE] },
      ...{ override: undefined, announcements: [], circuitReset: undefined, documents: [], notes: [] },
    },
    now: NOON.add({ minutes: minute }),
  };
}

/** Decides all pools at the next minute, as an evaluation does: the plan, what is remembered, the next look and what is kept of the plan. */
function deciding(name: string, pools: readonly ReturnType<typeof aPool>[], units: number) {
  const models = pools.slice(0, 50).map(({ nodes }) => modelOfAWeek(nodes.length));
  let minute = 0;
  const run = () => {
    let acts = 0;
    for (const [index, pool] of pools.entries()) {
      if (index % models.length === 0) minute += 1;
      const { plan } = decidePool(lookOf(pool, models[index % models.length] ?? newModel(NODES), minute));
      acts += summarizePlan(plan, { correlation: 'bench', policy: 'render@1', mode: 'enforce' }).acts.length;
    }
    if (acts === 0) throw new Error(`${name}: nothing was decided`);
    return units;
  };
  return { name, run };
}

function counting(pools: readonly ReturnType<typeof aPool>[]) {
  const run = () => {
    const states = new Map<string, number>();
    for (const { text } of pools) {
      const { value } = JSON.parse(text) as { readonly value: readonly { readonly state: string }[] };
      for (const { state } of value) states.set(state, (states.get(state) ?? 0) + 1);
    }
    if (states.size === 0) throw new Error('Nothing was counted.');
    return pools.length;
  };
  return { name: 'their pages parsed, and the nodes counted by state', run };
}

/** What deciding takes, without any call. */
export const decision: Benchmark = {
  name: 'decision',
  run: async () => {
    const pools = Array.from({ length: POOLS }, (_, number) => aPool(number, NODES));
    // On purpose by the processor's clock: nothing is waited for, and what else the machine does is no part of it.
    const whole = await race(
      [deciding('every pool decided, with its forecast', pools, POOLS), counting(pools)],
      ROUNDS,
      processorTime,
    );
    const sizes = await race(
      [
        deciding(`a pool of ${LARGE} nodes`, [aPool(0, LARGE)], LARGE),
        deciding(`${LARGE / NODES} pools of ${NODES} nodes`, pools.slice(0, LARGE / NODES), LARGE),
      ],
      ROUNDS,
      processorTime,
    );
    const state = gzipSync(encodeModel(modelOfAWeek(NODES))).length;
    return [
      resultOf(
        {
          benchmark: `decisions: ${POOLS} pools × ${NODES} nodes`,
          means:
            'The processor time of a minute of many pools without any request: forecast, plan, memory and summary.',
          unit: 'pools',
          goal: { kind: 'milliseconds', most: 1000 },
          note: `what a forecast has learned of a pool in a week takes ${state} bytes compressed (100,000 are meant)`,
        },
        whole,
      ),
      resultOf(
        {
          benchmark: 'decisions: large pools',
          means: 'A node of a large pool costs no more than a node of a small pool.',
          unit: 'nodes',
          goal: { kind: 'speed', least: 1 },
        },
        sizes,
      ),
    ];
  },
};

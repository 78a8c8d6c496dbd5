import { describe, expect, it } from 'vitest';
import { newModel, observe } from '../../../../src/core/forecast/forecast-model.ts';
import type { PlanInput } from '../../../../src/core/plan/input/plan-input.ts';
import { planPool } from '../../../../src/core/plan/plan-pool.ts';
import { aNode, aPolicy, aPool, minutesBefore, NOON, NOTHING_ELSE } from '../../../support/builders.ts';

const PRICE = { kind: 'wait-price' as const, price: 60 };
const ENFORCED = aPolicy({ idle: undefined, forecast: { mode: 'enforce', goal: PRICE, spares: true } });

/** Three nodes were needed for five minutes of every twenty, until so many minutes ago. */
function burstsUntil(minutesAgo: number) {
  const model = newModel(6);
  const last = 2880;
  for (let minute = 0; minute <= last; minute++) {
    const at = (when: number) => ((last - when + minutesAgo) % 20 >= 15 ? 3 : 0);
    const [needed, before] = [at(minute), at(minute - 1)];
    observe(
      model,
      {
        epochMilliseconds: NOON.epochMilliseconds + (minute - last) * 60_000,
        needed,
        waitingTasks: 0,
        runningTasks: needed,
        submittedTasks: Math.max(0, needed - before),
        endedTasks: Math.max(0, before - needed),
        slotsPerNode: 1,
        paidNodes: 3,
        readyNodes: 3,
        nodes: 6,
        restartMinutes: 4,
      },
      PRICE,
    );
  }
  return model;
}

const forecastOf = (minutesAgo: number): NonNullable<PlanInput['forecast']> => ({
  model: burstsUntil(minutesAgo),
  needed: 0,
  waiting: 0,
  fresh: 0,
  latency: { meanMinutes: 3, spread: undefined },
  stopMinutes: 1,
  tickMinutes: 1,
});

const nodes = (state: 'idle' | 'deallocated', count: number) =>
  Array.from({ length: count }, (_, index) =>
    aNode({ id: `node-${index}`, state, stateSince: minutesBefore(NOON, 30 - index) }),
  );

const inputOf = (said: Partial<PlanInput>, listed = nodes('deallocated', 6)): PlanInput => ({
  ...NOTHING_ELSE,
  pool: aPool({ nodes: listed }),
  policy: ENFORCED,
  timelines: [],
  now: NOON,
  ...said,
});

describe('the forecast among the rules', () => {
  it('starts nodes just before work that comes again and again, and says by which numbers', () => {
    const acts = planPool(inputOf({ forecast: forecastOf(12) })).acts;
    expect(acts.map(({ action, rule }) => [action, rule])).toEqual(Array(3).fill(['start', 'forecast']));
    expect(acts[0]?.reason).toMatch(
      /the forecast wants 3 nodes where the work needs 0: node 3 is needed within \d+ minutes in \d+ of 10 cases/,
    );
  });

  it('deallocates idle nodes that do not pay, the longest idle first, without an idle timeout', () => {
    const quiet = { ...forecastOf(12), model: newModel(6) };
    const acts = planPool(inputOf({ forecast: quiet }, nodes('idle', 2))).acts;
    expect(acts.map(({ nodeId, action, rule }) => [nodeId, action, rule])).toEqual([
      ['node-0', 'deallocate', 'forecast'],
      ['node-1', 'deallocate', 'forecast'],
    ]);
  });

  it('keeps every node while its demand was not seen, or there may be more work than is known', () => {
    const quiet = { ...forecastOf(12), model: newModel(6) };
    const unknown = { start: 0, keep: 0, because: 'nothing waits', unknown: 'a job could not be read' };
    for (const said of [{ forecast: undefined }, { forecast: quiet, work: unknown }]) {
      const plan = planPool(inputOf(said, nodes('idle', 2)));
      expect(plan.acts).toEqual([]);
    }
  });

  it('only says what it would do where the policy observes it', () => {
    const policy = { ...ENFORCED, forecast: { mode: 'observe' as const, goal: PRICE, spares: true } };
    expect(planPool(inputOf({ policy, forecast: forecastOf(12) })).acts).toEqual([]);
  });
});

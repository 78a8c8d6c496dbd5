import { describe, expect, it } from 'vitest';
import { chancesOf, newModel, observe } from '../../../src/core/forecast/forecast-model.ts';
import { SHIPPED_PRIOR } from '../../../src/core/forecast/forecast-prior.ts';
import { newChances } from '../../../src/core/forecast/horizons.ts';

describe('the prior of the forecast', () => {
  it('fits the layout of the table, and names the logs that it was made from', () => {
    const { table } = newModel(3);
    expect(SHIPPED_PRIOR.seen).toHaveLength(table.coarseSeen.length);
    expect(SHIPPED_PRIOR.hits).toHaveLength(table.coarseHits.length);
    expect(SHIPPED_PRIOR.logs.length).toBeGreaterThan(3);
    for (const { source, terms } of SHIPPED_PRIOR.logs) expect([source, terms]).not.toContain('');
  });

  it('never counts a level as needed more often than it was seen, and less for a shorter horizon', () => {
    const { seen, hits } = SHIPPED_PRIOR;
    const steps = hits.length / seen.length;
    for (const [cell, count] of seen.entries()) {
      const of = hits.slice(cell * steps, (cell + 1) * steps);
      expect(of.toSorted((a, b) => a - b)).toEqual(of);
      expect(of.at(-1)).toBeLessThanOrEqual(count * 1.001);
    }
  });

  it('speaks of a pool that was never seen, and gives way to what the pool does', () => {
    const pool = { slotsPerNode: 1, paidNodes: 0, nodes: 3, readyNodes: 0, restartMinutes: 4 };
    const models = [newModel(3), newModel(3, SHIPPED_PRIOR)];
    const chanceOf = (model: ReturnType<typeof newModel>) => {
      const chances = newChances();
      chancesOf(model, 1, chances);
      return chances.at(-1) ?? 0;
    };
    const see = (minute: number) => {
      const needed = minute % 10 < 5 ? 1 : 0;
      const tasks = { waitingTasks: 0, runningTasks: needed, submittedTasks: 0, endedTasks: 0 };
      for (const model of models)
        observe(model, { epochMilliseconds: minute * 60_000, needed, ...tasks, ...pool }, undefined);
    };
    for (let minute = 0; minute < 8; minute++) see(minute);
    const [without = 0, withPrior = 0] = models.map(chanceOf);
    expect(Math.abs(withPrior - without)).toBeGreaterThan(0.01);
    for (let minute = 8; minute < 5 * 1440 + 8; minute++) see(minute);
    // After five days in which one node is needed every ten minutes both know it.
    for (const model of models) expect(chanceOf(model)).toBeGreaterThan(0.9);
  });
});

import { describe, expect, it } from 'vitest';
import { ReplayTimeline } from '../../src/replay/replay-timeline.ts';
import type { TickObservation } from '../../src/replay/simulated-pool.ts';

const HOUR_S = 3600;
const DAY_S = 24 * HOUR_S;

/** A minute in which some nodes run a task each, and some tasks wait. */
function tick(nowS: number, busy: number, pendingTasks = 0): TickObservation {
  const nodes = Array.from({ length: 4 }, (_, index) => ({ state: index < busy ? 'running' : 'deallocated' }));
  return { nowS, nodes, pendingTasks, runningTasks: busy } as unknown as TickObservation;
}

function timelineOf(days: number, at: (minute: number) => readonly [busy: number, pendingTasks?: number]) {
  const timeline = new ReplayTimeline({ scoredFromS: 0, scoredUntilS: days * DAY_S }, 1);
  for (let minute = 0; minute < days * 1440; minute++) timeline.see(tick(minute * 60, ...at(minute)));
  return timeline.points();
}

describe('the timeline of a replay', () => {
  it('has a point for each quarter of an hour at which something changes, however long it is', () => {
    const points = timelineOf(28, (minute) => [minute % 1440 < 60 ? 2 : 0, minute % 1440 === 20 ? 3 : 0]);
    expect(points.slice(0, 4)).toEqual([
      { atS: 0, needed: 2, paid: 2, ready: 2, waiting: 0 },
      { atS: 900, needed: 4, paid: 2, ready: 2, waiting: 3 },
      { atS: 1800, needed: 2, paid: 2, ready: 2, waiting: 0 },
      { atS: HOUR_S, needed: 0, paid: 0, ready: 0, waiting: 0 },
    ]);
    expect(points).toHaveLength(28 * 4);
  });

  it('has longer steps where every quarter of an hour is another', () => {
    const points = timelineOf(21, (minute) => [Math.floor(minute / 15) % 4]);
    expect(points.length).toBeLessThanOrEqual(700);
    expect(points.length).toBeGreaterThan(0);
    expect(points[0]).toMatchObject({ atS: 0, needed: 3, paid: 1.5 });
  });
});

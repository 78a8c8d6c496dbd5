import { expect, it } from 'vitest';
import { tellSpending } from '../../src/app/spending/tell-spending.ts';
import { instantOf } from '../../src/core/time/epoch.ts';
import { toSpendingView } from '../../src/http/spending-view.ts';
import type { DayFiguresStore } from '../../src/ports/day-figures.ts';
import { aDayOfFigures } from '../support/builders.ts';

const DAY_MS = 86_400_000;
const POOLS = 1000;

/** Days of many pools, one part a day; no day can be read any more after the next part was asked for. */
function days(first: number, last: number): DayFiguresStore['stream'] {
  return async function* () {
    for (let day = first; day <= last; day++) {
      const owner = (index: number) => (day === last ? `team-${index % 2}` : 'before');
      const part = Array.from({ length: POOLS }, (_, index) =>
        aDayOfFigures({ day, owner: owner(index), poolId: `${day === last ? 'Pool' : 'pool'}-${index}` }),
      );
      yield part;
      part.splice(0).map((figures) => Object.assign(figures, { paidHours: Number.NaN, families: [] }));
    }
  };
}

it('groups by the owner of the last day of each pool, and keeps no day after it was summed up', async () => {
  const batch = { accounts: ['demo'] } as unknown as Parameters<typeof tellSpending>[0]['batch'];
  const dayFigures = { stream: days(1, 3), listUseBefore: async () => [] } as unknown as DayFiguresStore;
  const [from, to] = [instantOf(DAY_MS), instantOf(4 * DAY_MS)];
  if (from === undefined || to === undefined) throw new Error('A span is expected.');
  const spending = await tellSpending({ batch, dayFigures }, { span: { from, to }, group: 'owner' });
  const { groups, families } = toSpendingView(spending);
  expect(groups.map(({ group, days: count, spent }) => [group, count, spent.nodeHours])).toEqual([
    ['team-0', 3, 90_000],
    ['team-1', 3, 90_000],
  ]);
  expect(families).toEqual([{ name: 'a', nodeHours: 90_000 }]);
  expect(spending.groupOf('owner', { account: 'demo', poolId: 'POOL-1' })).toBe('team-1');
});

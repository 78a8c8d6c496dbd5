import { expect, it } from 'vitest';
import { toSpendingView } from '../../src/http/spending-view.ts';
import { aDayOfFigures } from '../support/builders.ts';

it('groups by the owner of the last day of each pool, looking at each day a few times however many there are', () => {
  let looks = 0;
  const figures = Array.from({ length: 3000 }, (_, index) => {
    const day = aDayOfFigures({
      day: 3 - Math.floor(index / 1000),
      owner: index < 1000 ? `team-${index % 2}` : 'before',
    });
    const poolId = `${index < 1000 ? 'Pool' : 'pool'}-${index % 1000}`;
    const get = () => {
      looks += 1;
      return poolId;
    };
    return Object.defineProperty({ ...day }, 'poolId', { get });
  });
  const { groups } = toSpendingView('owner', { figures, before: new Map() });
  expect(groups.map(({ group, days, spent }) => [group, days, spent.nodeHours])).toEqual([
    ['team-0', 3, 90_000],
    ['team-1', 3, 90_000],
  ]);
  expect(looks).toBeLessThan(10 * figures.length);
});

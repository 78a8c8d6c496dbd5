import { expect, it } from 'vitest';
import { runStorm } from '../storm/run-storm.ts';

it('a storm over two apps breaks no law', async () => {
  const { breaches, steps } = await runStorm({ seed: 3, steps: 30 });
  expect(breaches, JSON.stringify(steps)).toEqual([]);
});

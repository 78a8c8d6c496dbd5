import { expect, it } from 'vitest';
import { runStorm } from '../storm/run-storm.ts';

it('a storm over two apps breaks no law', async () => {
  const { breaches, script } = await runStorm({ seed: 3, steps: 10 });
  expect(breaches, script.join('\n')).toEqual([]);
});

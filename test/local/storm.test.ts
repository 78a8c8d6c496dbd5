import { expect, it } from 'vitest';
import { runStorm } from '../storm/run-storm.ts';
import type { StormStep } from '../storm/steps/storm-step.ts';

it('a storm over two apps breaks no law', async () => {
  const { breaches, steps } = await runStorm({ seed: 3, steps: 30 });
  expect(breaches, JSON.stringify(steps)).toEqual([]);
});

it('somebody whose requests all get no response breaks no law', async () => {
  const reset: StormStep = {
    kind: 'batch-fault',
    fault: { effect: 'reset', operation: 'Nodes_DeallocateNode', times: 6 },
  };
  const { breaches } = await runStorm({
    seed: 3,
    steps: [reset, { kind: 'somebody', pool: 1, node: 0, act: 'deallocate' }],
  });
  expect(breaches).toEqual([]);
});

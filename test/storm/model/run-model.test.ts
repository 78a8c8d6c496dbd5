import { expect, it } from 'vitest';
import { runModel } from './run-model.ts';

it('keeps the laws through crashes at any point', () => {
  const run = runModel({ seed: 1, steps: 6_000 });
  expect(run.breach).toBeUndefined();
  expect(run.crashes).toBeGreaterThan(100);
  expect(run.acts).toBeGreaterThan(100);
});

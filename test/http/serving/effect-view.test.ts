import { Temporal } from 'temporal-polyfill';
import { expect, it } from 'vitest';
import { effectText } from '../../../src/cli/terminal/effect-text.ts';
import { toEffectView } from '../../../src/http/serving/effect-view.ts';

const nodes = (count: number) => Array.from({ length: count }, (_, index) => ({ node: `n${index}`, reason: 'busy' }));

const acts = (count: number) => nodes(count).map((node) => ({ ...node, action: 'start' as const }));

const EFFECT = {
  at: Temporal.Instant.from('2026-03-02T12:00:00Z'),
  says: 'At the next evaluation 2000 nodes are started.',
  pools: [],
  acts: acts(2000),
  left: nodes(1500),
  avoided: acts(1000),
  warnings: [],
};

it('counts the nodes that it does not name', () => {
  const view = toEffectView(EFFECT);
  expect(view).toMatchObject({ actsInAll: 2000, leftInAll: 1500, avoidedInAll: 1000 });
  expect([view.acts.length, view.left.length, view.avoided.length]).toEqual([500, 500, 500]);
});

it('says on the terminal how many it does not list', () => {
  const text = effectText(toEffectView(EFFECT));
  expect(text).toContain('and 1990 more\n');
  expect(text).toContain('and 1490 more stay as they are\n');
});

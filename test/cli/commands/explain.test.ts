import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { explain } from '../../../src/cli/commands/explain.ts';
import { run } from './support/command-line.ts';

const RULES = [
  'pool',
  'drain',
  'protection',
  'override',
  'state',
  'schedule',
  'demand',
  'forecast',
  'idle',
  'budget',
  'canary',
];
const REASONS = ['running, tasks: 3', 'idle since 08:01', 'window open', 'young: 3 min', 'named', 'spot', 'starting'];

/** What an app answers of a pool of a thousand nodes, whose nodes are as they are for seven reasons. */
const EXPLANATION = {
  at: '2026-03-02T07:04:04Z',
  policy: { id: 'render', mode: 'enforce', because: 'the pattern "render-*"' },
  leftAlone: null,
  notes: ['the calendar is a day old'],
  rules: RULES.map((rule) => ({
    rule,
    says: 'says',
    won: ['state', 'schedule', 'canary'].includes(rule),
    why: 'why',
    wouldChange: 'then',
  })),
  requests: [
    { request: 'outside the windows', counts: true, why: 'it counts' },
    { request: 'another', counts: false, why: 'an override beats it' },
  ],
  nextChange: null,
  decisions: Array.from({ length: 1000 }, (_, index) => ({
    node: `tvmps_${index}`,
    action: 'none',
    rule: 'state',
    reason: `${REASONS[index % REASONS.length]}`.replace('3', String(index)),
    wouldChange: 'its tasks end',
  })),
};

const app = createServer((_, response) => response.end(JSON.stringify(EXPLANATION)));
beforeAll(() => new Promise<void>((resolve) => app.listen(0, '127.0.0.1', resolve)));
afterAll(() => new Promise((resolve) => app.close(resolve)));

async function lines(...options: readonly string[]): Promise<readonly string[]> {
  const address = `http://127.0.0.1:${(app.address() as AddressInfo).port}`;
  const { code, output } = await run(explain, 'demo/render', '--app', address, ...options);
  expect(code).toBe(0);
  return output.trimEnd().split('\n');
}

describe('explain', () => {
  it('tells of a thousand nodes in twenty lines', async () => {
    const said = await lines();
    expect(said.length).toBeLessThanOrEqual(20);
    expect(said).toContainEqual(
      '- nothing is decided by pool, drain, protection, override, demand, forecast, idle, budget; --rules shows what they say',
    );
    expect(said).toContainEqual('143 nodes (tvmps_0, tvmps_7, tvmps_14, …) none (state): running, tasks: 0');
    expect(said).toContainEqual('285 nodes with other decisions; --nodes shows each');
  });

  it('tells of each node, and of each rule, where it is asked to', async () => {
    expect((await lines('--nodes')).filter((line) => line.startsWith('tvmps_'))).toHaveLength(1000);
    const each = await lines('--rules');
    for (const rule of RULES)
      expect(each).toContainEqual(expect.stringMatching(new RegExp(`^[+-] ${rule} +says; why$`)));
  });
});

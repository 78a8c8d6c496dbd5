import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { main } from '../../../src/cli/main.ts';

let folder: string;
let policy: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lamplighter-plan-'));
  policy = join(folder, 'policy.json');
  writeFileSync(policy, JSON.stringify({ id: 'p', pools: ['p'], mode: 'observe', idle: { timeout: 'PT5M' } }));
});
afterAll(() => rmSync(folder, { recursive: true }));

const INIT = { type: 'init', poolSize: 1, slotsPerNode: 1 };
const COUNTS = { pendingTasks: 0, runningTasks: 0, submitted: 0, completed: 0 };
const NODE = { id: 7, state: 'idle', since: 0, used: 0 };
const TICK = { type: 'tick', time: 600, nodes: [NODE], ...COUNTS };

async function plan(...messages: readonly unknown[]) {
  const input = Readable.from(messages.map((message) => `${JSON.stringify(message)}\n`));
  const stdin = vi.spyOn(process, 'stdin', 'get').mockReturnValue(input as typeof process.stdin);
  const said = { out: '', error: '' };
  const code = await main(['plan', '--policy', policy], {
    out: (text) => {
      said.out += text;
    },
    error: (text) => {
      said.error += text;
    },
  });
  stdin.mockRestore();
  return { ...said, code };
}

describe('plan', () => {
  it('answers each message until the end, and ignores members that it does not know', async () => {
    expect(await plan({ ...INIT, seed: 1 }, { ...TICK, tick: 1, jobs: [] }, { type: 'end' }, 'not read')).toEqual({
      out: '{}\n{"start":[],"deallocate":[7]}\n',
      error: '',
      code: 0,
    });
  });

  it.each([
    ['a tick before init', [TICK], 'a tick came before init'],
    ['no object', [null], 'a type of init, tick or end is expected: null'],
    ['a pool of no size', [{ ...INIT, poolSize: 'x' }], 'init: poolSize: '],
    ['a pool without slots', [{ ...INIT, slotsPerNode: 0 }], 'init: slotsPerNode: '],
    ['a tick without nodes', [INIT, { ...TICK, nodes: undefined }], 'tick: nodes: '],
    ['an unknown state', [INIT, { ...TICK, nodes: [{ ...NODE, state: 'off' }] }], 'tick: nodes.0.state: '],
  ])('refuses %s, and says what is expected', async (_, messages, why) => {
    expect(await plan(...messages)).toMatchObject({ code: 2, error: expect.stringContaining(`plan: ${why}`) });
  });
});

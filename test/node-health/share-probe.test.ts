import { expect, it } from 'vitest';
import { shareProbe } from '../../src/node-health/share-probe.ts';

function aProbe() {
  let now = 0;
  const open: ((value: string) => void)[] = [];
  const probe = () => new Promise<string>((resolve) => open.push(resolve));
  const ask = shareProbe(probe, { cacheMs: 1000, now: () => now });
  return {
    ask,
    begun: () => open.length,
    end: async (value: string) => {
      open.at(-1)?.(value);
      await ask();
    },
    pass: (milliseconds: number) => {
      now += milliseconds;
    },
  };
}

it('asks once for all who ask at the same time, however long it takes', async () => {
  const { ask, begun, end, pass } = aProbe();
  const asked = [ask(), ask()];
  pass(5000);
  asked.push(ask());
  await end('first');
  expect(await Promise.all(asked)).toEqual(['first', 'first', 'first']);
  expect(begun()).toBe(1);
});

it('asks again when the answer is no longer good, counted from its end', async () => {
  const { ask, begun, end, pass } = aProbe();
  void ask();
  pass(5000);
  await end('first');
  pass(999);
  expect(await ask()).toBe('first');
  pass(1);
  const second = ask();
  await end('second');
  expect([await second, begun()]).toEqual(['second', 2]);
});

it('asks again after a failure', async () => {
  let now = 0;
  const answers = [() => Promise.reject(new Error('once')), () => Promise.resolve('then')];
  const ask = shareProbe(() => answers.shift()?.() ?? Promise.reject(), { cacheMs: 1000, now: () => now });
  await expect(ask()).rejects.toThrow('once');
  now = 1000;
  expect(await ask()).toBe('then');
});

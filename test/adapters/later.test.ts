import { expect, it } from 'vitest';
import { later, loadedOnce, streamsLater } from '../../src/adapters/later.ts';

const PORT = {
  double: async (number: number) => number * 2,
  half: async (number: number) => number / 2,
  async *upTo(last: number) {
    for (let number = 1; number <= last; number += 1) yield number;
  },
};

it('loads an adapter with the first call of one of its functions, and once', async () => {
  let loads = 0;
  const port = loadedOnce(async () => {
    loads += 1;
    return PORT;
  });
  const made = { ...later(port, ['double', 'half']), ...streamsLater(port, ['upTo']) };
  expect(loads).toBe(0);
  await expect(Promise.all([made.double(4), made.half(4)])).resolves.toEqual([8, 2]);
  const numbers: number[] = [];
  for await (const number of made.upTo(3)) numbers.push(number);
  expect(numbers).toEqual([1, 2, 3]);
  expect(loads).toBe(1);
});

it('loads one anew after it could not be loaded', async () => {
  let loads = 0;
  const port = loadedOnce(async () => {
    loads += 1;
    if (loads === 1) throw new Error('the file is not there');
    return PORT;
  });
  const { double } = later(port, ['double']);
  await expect(double(4)).rejects.toThrow('the file is not there');
  await expect(double(4)).resolves.toBe(8);
});

import { describe, expect, it } from 'vitest';
import { readStormOptions } from './storm-options.ts';

describe('readStormOptions', () => {
  it('makes one storm of a seed, and a short script of what breaks a law', () => {
    const { storms, shrink } = readStormOptions(['--seed', '7', '--steps', '30']);
    expect(storms).toEqual([{ seed: 7, steps: 30 }]);
    expect(shrink).toBe(40);
  });

  it('makes a storm of each of many seeds, and leaves their scripts as long as they are', () => {
    const { storms, shrink } = readStormOptions(['--seeds', '9-11', '--steps', '1000']);
    expect(storms).toEqual([9, 10, 11].map((seed) => ({ seed, steps: 1000 })));
    expect(shrink).toBe(0);
    expect(readStormOptions(['--seeds', '5-5', '--shrink', '3'])).toMatchObject({ storms: [{ seed: 5 }], shrink: 3 });
  });

  it.each(['9', '9-', '-9', '11-9', '1-2-3', 'a-b'])('refuses %j for seeds', (text) => {
    expect(() => readStormOptions([`--seeds=${text}`])).toThrow(
      `'--seeds <value>' takes two whole numbers such as 1-9`,
    );
  });
});

import { describe, expect, it } from 'vitest';
import { inTime } from './in-time.ts';

describe('inTime', () => {
  const breachesOf = async (part: () => Promise<void>) => {
    const breaches: string[] = [];
    await inTime({ breaches }, 'Step 3', part, 1);
    return breaches;
  };

  it('takes a step that never ends for a breach', async () => {
    expect(await breachesOf(() => new Promise(() => undefined))).toEqual([
      expect.stringContaining('Step 3: Error: it did not end within 0.001 s'),
    ]);
  });

  it('takes a step that fails for one, with its cause', async () => {
    const refused = new Error('connect ECONNREFUSED');
    const failed = async () => {
      throw new TypeError('fetch failed', { cause: refused });
    };
    expect(await breachesOf(failed)).toEqual([
      expect.stringMatching(/^Step 3: TypeError: fetch failed.*ECONNREFUSED/s),
    ]);
  });

  it('says nothing of a step that ends', async () => {
    expect(await breachesOf(async () => undefined)).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import { surveysInTime } from '../../../src/app/evaluation/survey-in-time.ts';

const never = new Promise<number>(() => undefined);

describe('the survey of an account', () => {
  it('is begun anew when it has not ended for five minutes', async () => {
    let now = 0;
    const { surveyInTime } = surveysInTime(1, () => now);
    await expect(surveyInTime('a', () => never)).rejects.toThrow('does not wait');
    now = 300_000;
    await expect(surveyInTime('a', async () => 1)).rejects.toThrow('does not wait');
    expect(await surveyInTime('b', async () => 2)).toBe(2);
    now = 300_001;
    expect(await surveyInTime('a', async () => 3)).toBe(3);
    expect(await surveyInTime('a', async () => 4)).toBe(4);
  });

  it('may fail, and is then begun anew', async () => {
    const { surveyInTime } = surveysInTime(1_000);
    await expect(surveyInTime('a', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await surveyInTime('a', async () => 1)).toBe(1);
  });
});

import { describe, expect, it } from 'vitest';
import { familyOf, withoutRunningParts } from '../../../src/core/demand/family.ts';

const job = (jobId: string, said: { readonly jobScheduleId?: string; readonly family?: string } = {}) => ({
  jobId,
  jobScheduleId: said.jobScheduleId,
  metadata: new Map(said.family === undefined ? [] : [['lamplighter.family', said.family]]),
});

describe('withoutRunningParts', () => {
  it.each([
    ['train-2026-11-28-0042', 'train-*'],
    ['train-20261128T0600Z', 'train-*'],
    ['train_2026_11_28_06_00_00', 'train_*'],
    ['frame-12-of-80', 'frame-*-of-*'],
    ['job42', 'job*'],
    ['render-3f2504e0-4f89-11d3-9a0c-0305e82c3301', 'render-*'],
    ['render-3f2504e04f8911d39a0c0305e82c3301', 'render-*'],
    ['build-9f8c1d2', 'build-*'],
    ['nightly', 'nightly'],
    // Letters alone are words, also where they could be hexadecimal.
    ['facade-decade', 'facade-decade'],
    ['3f2504e0-4f89-11d3-9a0c-0305e82c3301', '*'],
    ['2026-11-28', '*'],
  ])('%s becomes %s', (jobId, family) => expect(withoutRunningParts(jobId)).toBe(family));
});

describe('familyOf', () => {
  it('is the job schedule, else the id without what runs, else what the metadata says', () => {
    expect(familyOf(job('nightly:job-17', { jobScheduleId: 'nightly', family: 'x' })).name).toBe('schedule:nightly');
    expect(familyOf(job('train-17', { family: 'x' }))).toEqual({
      name: 'train-*',
      because: 'its id train-17 is train-* without what runs',
    });
    expect(familyOf(job('2026-11-28_17', { family: 'x' })).name).toBe('x');
    expect(familyOf(job('17')).name).toBe('*');
  });
});

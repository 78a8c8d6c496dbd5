import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { claimTable } from '../../../src/adapters/tables/claim-table.ts';
import { onceOnly } from '../../../src/app/idempotency/once-only.ts';
import { TestStorage } from '../../support/local-storage.ts';

let storage: TestStorage;
beforeAll(async () => {
  storage = await TestStorage.start();
});
afterAll(() => storage.close());

let now = Temporal.Instant.from('2026-03-02T12:00:00Z');
const wallClock = { now: async () => now };
let key = 0;
beforeEach(() => {
  key += 1;
});

function doIt(act: () => Promise<string>) {
  const claims = claimTable(storage.tables('Claims'), wallClock);
  return onceOnly({ claims, wallClock }, { scope: 'notice', key: `${key}`, until: now.add({ hours: 1 }) }, act);
}

describe('onceOnly', () => {
  it('does a thing once, and gives what came of it from then on', async () => {
    expect(await doIt(async () => 'first')).toEqual({ isNew: true, text: 'first' });
    expect(await doIt(async () => 'second')).toEqual({ isNew: false, text: 'first' });
    now = now.add({ minutes: 59 });
    expect(await doIt(async () => 'third')).toEqual({ isNew: false, text: 'first' });
  });

  it('lets one of many do it at the same moment', async () => {
    const reports = await Promise.all(['a', 'b', 'c', 'd'].map((text) => doIt(async () => text)));
    expect(reports.filter(({ isNew }) => isNew)).toHaveLength(1);
  });

  it('does it again after a failure', async () => {
    await expect(doIt(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await doIt(async () => 'then')).toEqual({ isNew: true, text: 'then' });
  });

  it('says nothing of what is being done, and lets others do it a minute after a process died', async () => {
    const begun = Promise.withResolvers<void>();
    const ends = Promise.withResolvers<string>();
    const inTheMiddle = doIt(() => {
      begun.resolve();
      return ends.promise;
    });
    await begun.promise;
    expect(await doIt(async () => 'other')).toEqual({ isNew: false, text: '' });
    now = now.add({ minutes: 1 });
    expect(await doIt(async () => 'other')).toEqual({ isNew: true, text: 'other' });
    // it was not dead after all
    ends.resolve('late');
    expect(await inTheMiddle).toEqual({ isNew: true, text: 'late' });
    expect(await doIt(async () => 'fourth')).toEqual({ isNew: false, text: 'other' });
  });

  it('remembers what was done meanwhile, though whoever was taken for dead fails in the end', async () => {
    const begun = Promise.withResolvers<void>();
    const ends = Promise.withResolvers<string>();
    const inTheMiddle = doIt(() => {
      begun.resolve();
      return ends.promise;
    });
    await begun.promise;
    now = now.add({ minutes: 1 });
    await doIt(async () => 'other');
    ends.reject(new Error('no'));
    await expect(inTheMiddle).rejects.toThrow('no');
    expect(await doIt(async () => 'again')).toEqual({ isNew: false, text: 'other' });
  });
});

import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { onceTable } from '../../../src/adapters/tables/once-table.ts';
import type { OnceStore } from '../../../src/ports/claim-store.ts';
import { TestStorage } from '../../support/local-storage.ts';

const NOON = Temporal.Instant.from('2026-03-02T12:00:00Z');

describe('onceTable', () => {
  let storage: TestStorage;
  let once: OnceStore;
  let now = NOON;

  beforeAll(async () => {
    storage = await TestStorage.start();
    once = onceTable(storage.tables('Once'), { now: async () => now });
  });
  afterAll(() => storage.close());

  beforeEach(() => {
    now = NOON;
  });

  const claim = (key: string, text = '{}') => ({ scope: 'event', key, text, until: NOON.add({ hours: 1 }) }) as const;

  it('gives the right to do a thing once, and from then on what was claimed', async () => {
    expect(await once.claim(claim('first', '{"by":"a"}'))).toBeUndefined();
    expect((await once.claim(claim('first', '{"by":"b"}')))?.text).toBe('{"by":"a"}');
    expect((await once.get('event', 'first'))?.text).toBe('{"by":"a"}');
    expect(await once.get('link', 'first')).toBeUndefined();
  });

  it('gives it to one of many at the same moment', async () => {
    const answers = await Promise.all(Array.from({ length: 12 }, (_, index) => once.claim(claim('race', `${index}`))));
    expect(answers.filter((answer) => answer === undefined)).toHaveLength(1);
  });

  it('takes any text for a key', async () => {
    const key = `a/b\\c#d?e'f\u0000\n${'x'.repeat(5000)}ü`;
    expect(await once.claim(claim(key))).toBeUndefined();
    expect(await once.claim(claim(key))).toBeDefined();
    expect(await once.get('event', `${key}!`)).toBeUndefined();
  });

  it('forgets a claim when its time is over, and gives it anew to one', async () => {
    await once.claim(claim('short', 'old'));
    now = NOON.add({ hours: 1 });
    expect(await once.get('event', 'short')).toBeUndefined();
    const anew = { ...claim('short', 'new'), until: NOON.add({ hours: 3 }) };
    const answers = await Promise.all([once.claim(anew), once.claim(anew), once.claim(anew)]);
    expect(answers.filter((answer) => answer === undefined)).toHaveLength(1);
    expect((await once.get('event', 'short'))?.text).toBe('new');
  });

  it('writes over a claim that nobody has changed since', async () => {
    await once.claim(claim('update', 'begun'));
    const tag = (await once.get('event', 'update'))?.tag ?? '';
    expect(await once.update(claim('update', 'done'), tag)).toBe(true);
    expect(await once.update(claim('update', 'late'), tag)).toBe(false);
    expect((await once.get('event', 'update'))?.text).toBe('done');
  });

  it('can be made to forget, and sweeps what is over', async () => {
    await once.forget('event', 'never there');
    await once.claim(claim('gone'));
    await once.forget('event', 'gone');
    expect(await once.get('event', 'gone')).toBeUndefined();

    await once.claim({ ...claim('stays'), until: NOON.add({ hours: 5 }) });
    now = NOON.add({ hours: 4 });
    expect(await once.sweep()).toBeGreaterThan(0);
    expect(await once.sweep()).toBe(0);
    expect(await once.get('event', 'stays')).toBeDefined();
  });
});

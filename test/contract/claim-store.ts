import { Temporal } from 'temporal-polyfill';
import { beforeEach, describe, expect, it } from 'vitest';
import type { ClaimStore } from '../../src/ports/claim-store.ts';
import type { Clock } from '../../src/ports/clock.ts';
import { type Backend, onEach } from './backend.ts';

const NOON = Temporal.Instant.from('2026-03-02T12:00:00Z');

/** What every store of claims does: of many who ask at the same moment one gets the right, for a time. */
export function claimStoreContract(backendWith: (clock: Clock) => Backend<ClaimStore>): void {
  describe('a store of claims', () => {
    let claims: ClaimStore;
    let now = NOON;
    const backend = backendWith({ now: async () => now });
    onEach(backend, (port) => {
      claims = port;
    });
    beforeEach(() => {
      now = NOON;
    });

    const claim = (key: string, text = '{}') => ({ scope: 'event', key, text, until: NOON.add({ hours: 1 }) }) as const;

    it('gives the right to do a thing once, and from then on what was claimed', async () => {
      expect(await claims.claim(claim('first', '{"by":"a"}'))).toBeUndefined();
      expect((await claims.claim(claim('first', '{"by":"b"}')))?.text).toBe('{"by":"a"}');
      expect((await claims.get('event', 'first'))?.text).toBe('{"by":"a"}');
      expect(await claims.get('link', 'first')).toBeUndefined();
    });

    it('gives it to one of many at the same moment', async () => {
      const answers = await Promise.all(
        Array.from({ length: 12 }, (_, index) => backend.open().claim(claim('race', `${index}`))),
      );
      expect(answers.filter((answer) => answer === undefined)).toHaveLength(1);
    });

    it('takes any text for a key', async () => {
      const key = `a/b\\c#d?e'f\u0000\n${'x'.repeat(5000)}ü`;
      expect(await claims.claim(claim(key))).toBeUndefined();
      expect(await claims.claim(claim(key))).toBeDefined();
      expect(await claims.get('event', `${key}!`)).toBeUndefined();
    });

    it('forgets a claim when its time is over, and gives it anew to one', async () => {
      await claims.claim(claim('short', 'old'));
      now = NOON.add({ hours: 1 });
      expect(await claims.get('event', 'short')).toBeUndefined();
      const anew = { ...claim('short', 'new'), until: NOON.add({ hours: 3 }) };
      const answers = await Promise.all([claims.claim(anew), claims.claim(anew), claims.claim(anew)]);
      expect(answers.filter((answer) => answer === undefined)).toHaveLength(1);
      expect((await claims.get('event', 'short'))?.text).toBe('new');
    });

    it('writes over a claim that nobody has changed since', async () => {
      await claims.claim(claim('update', 'begun'));
      const tag = (await claims.get('event', 'update'))?.tag ?? '';
      expect(await claims.update(claim('update', 'done'), tag)).toBe(true);
      expect(await claims.update(claim('update', 'late'), tag)).toBe(false);
      expect((await claims.get('event', 'update'))?.text).toBe('done');
    });

    it('lists the claims of a scope that still hold', async () => {
      await claims.claim(claim('over', 'over'));
      await claims.claim({ ...claim('b', 'b'), until: NOON.add({ hours: 5 }) });
      await claims.claim({ ...claim('a', 'a'), until: NOON.add({ hours: 5 }) });
      await claims.claim({ ...claim('other', 'other'), scope: 'link', until: NOON.add({ hours: 5 }) });
      now = NOON.add({ hours: 4 });
      expect((await claims.list('event')).map(({ text }) => text).toSorted()).toEqual(['a', 'b']);
      expect(await claims.list('notice')).toEqual([]);
    });

    it('can be made to forget, and sweeps what is over', async () => {
      await claims.forget('event', 'never there');
      await claims.claim(claim('gone'));
      await claims.forget('event', 'gone');
      expect(await claims.get('event', 'gone')).toBeUndefined();

      await claims.claim({ ...claim('stays'), until: NOON.add({ hours: 5 }) });
      await claims.claim(claim('over'));
      now = NOON.add({ hours: 4 });
      expect(await claims.sweep()).toBe(1);
      expect(await claims.sweep()).toBe(0);
      expect(await claims.get('event', 'stays')).toBeDefined();
    });
  });
}

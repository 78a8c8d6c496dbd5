import { describe, expect, it } from 'vitest';
import type { Ticks } from '../../src/ports/ticks.ts';
import { NOON } from '../support/builders.ts';
import { type Backend, onEach } from './backend.ts';

/** What every store of the last tick does. */
export function ticksContract(backend: Backend<Ticks>): void {
  describe('the last tick', () => {
    let ticks: Ticks;
    onEach(backend, (port) => {
      ticks = port;
    });

    it('is the one that was recorded last, as it was', async () => {
      expect(await ticks.last()).toBeUndefined();
      const tick = { at: NOON, pools: 3, due: 1, problems: ['The account demo could not be surveyed: …'] };
      await ticks.record({ ...tick, problems: [] });
      await ticks.record(tick);
      expect(await backend.open().last()).toEqual(tick);
      expect((await backend.open().start()).before).toEqual(tick);
    });

    it('has the mark of the documents beside it, which stays as it is while nobody changes one', async () => {
      expect(await ticks.start()).toEqual({ before: undefined, documents: undefined });
      const { documents } = await ticks.start();
      expect(documents).toEqual(expect.any(String));
      await ticks.record({ at: NOON, pools: 3, due: 1, problems: [] });
      expect((await backend.open().start()).documents).toBe(documents);
    });
  });
}

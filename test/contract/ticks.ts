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
    });
  });
}

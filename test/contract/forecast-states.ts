import { describe, expect, it } from 'vitest';
import type { ForecastStates } from '../../src/ports/forecast-states.ts';
import { type Backend, onEach } from './backend.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);

/** What every store of forecasts' states does: of two writers the second learns that it was not first. */
export function forecastStatesContract(backend: Backend<ForecastStates>): void {
  describe('a store of what forecasts have learned', () => {
    let states: ForecastStates;
    let turn = 0;
    let pool = { account: 'demo', poolId: 'none' };
    onEach(backend, (port) => {
      states = port;
      turn += 1;
      pool = { account: 'demo', poolId: `pool-${turn}` };
    });

    it('has nothing of a pool before the first write, and then what was written', async () => {
      expect(await states.read(pool)).toBeUndefined();
      const tag = await states.write(pool, bytesOf('one'), undefined);
      expect(await states.read(pool)).toEqual({ bytes: expect.anything(), tag });
      expect(Buffer.from((await states.read(pool))?.bytes ?? []).toString()).toBe('one');
    });

    it('finds a pool in any letter case', async () => {
      await states.write({ ...pool, poolId: pool.poolId.toUpperCase() }, bytesOf('one'), undefined);
      expect(await states.read(pool)).toBeDefined();
    });

    it('is written over by whoever has read it last, and by nobody else', async () => {
      const first = await states.write(pool, bytesOf('one'), undefined);
      expect(await states.write(pool, bytesOf('other'), undefined)).toBeUndefined();
      const second = await states.write(pool, bytesOf('two'), first);
      expect(second).toBeDefined();
      expect(await states.write(pool, bytesOf('late'), first)).toBeUndefined();
      expect(Buffer.from((await states.read(pool))?.bytes ?? []).toString()).toBe('two');
    });

    it('lets one of two processes write at the same moment', async () => {
      const tag = await states.write(pool, bytesOf('one'), undefined);
      const tags = await Promise.all(['a', 'b'].map((text) => backend.open().write(pool, bytesOf(text), tag)));
      expect(tags.filter((one) => one !== undefined)).toHaveLength(1);
    });
  });
}

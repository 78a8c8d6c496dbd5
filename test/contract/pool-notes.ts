import { describe, expect, it } from 'vitest';
import type { PoolNotes } from '../../src/ports/pool-notes.ts';
import { NOON } from '../support/builders.ts';
import { type Backend, onEach } from './backend.ts';

const POOL = { account: 'demo', poolId: 'Render' };
const NOTE = { ...POOL, id: 'b', text: '{"slots":4}', until: NOON.add({ hours: 1 }) };

/** What every store of notes about pools does: ordered by id, over at an instant, and found in any letter case. */
export function poolNotesContract(backend: Backend<PoolNotes>): void {
  describe('notes about pools', () => {
    let notes: PoolNotes;
    onEach(backend, (port) => {
      notes = port;
    });

    it('come back as they were put, ordered by id, in any letter case of the pool', async () => {
      const second = await notes.put(NOTE);
      const first = await notes.put({ ...NOTE, id: 'a' });
      await notes.put({ ...NOTE, poolId: 'render-2' });
      await notes.put({ ...NOTE, account: 'other' });
      expect(second).toMatchObject(NOTE);
      expect(await notes.listOf({ account: 'demo', poolId: 'RENDER' })).toEqual([first, second]);
    });

    it('are listed of all pools until they are over, and of one pool even then', async () => {
      await notes.put(NOTE);
      await notes.put({ ...NOTE, poolId: 'sim', until: NOON.add({ hours: 2 }) });
      expect((await notes.list(NOON)).map(({ poolId }) => poolId).toSorted()).toEqual(['Render', 'sim']);
      expect((await notes.list(NOTE.until)).map(({ poolId }) => poolId)).toEqual(['sim']);
      expect(await notes.listOf(POOL)).toHaveLength(1);
    });

    it('are replaced under their id, with a version that changes with them', async () => {
      const before = await notes.put(NOTE);
      const after = await notes.put({ ...NOTE, text: '{"slots":5}' });
      expect(after.version).not.toBe(before.version);
      expect(await notes.listOf(POOL)).toEqual([after]);
    });

    it('are replaced only in the version that is named, where one is', async () => {
      expect(await notes.putOver(NOTE, 'another')).toBe(false);
      expect(await notes.putOver(NOTE, undefined)).toBe(true);
      const [before] = await notes.listOf(POOL);
      expect(await notes.putOver({ ...NOTE, text: '{"slots":5}' }, undefined)).toBe(false);
      expect(await notes.putOver({ ...NOTE, text: '{"slots":6}' }, before?.version)).toBe(true);
      expect(await notes.putOver({ ...NOTE, text: '{"slots":7}' }, before?.version)).toBe(false);
      expect(await notes.listOf(POOL)).toMatchObject([{ text: '{"slots":6}' }]);
    });

    it('are deleted only in the version that is named, where one is', async () => {
      const before = await notes.put(NOTE);
      const after = await notes.put({ ...NOTE, text: '{"slots":5}' });
      expect(await notes.delete(POOL, 'b', before.version)).toBe(false);
      expect(await notes.listOf(POOL)).toEqual([after]);
      expect(await notes.delete(POOL, 'b', after.version)).toBe(true);
      expect(await notes.delete(POOL, 'b', after.version)).toBe(true);
      expect(await notes.listOf(POOL)).toEqual([]);
    });

    it('are deleted one by one, and nothing happens where there is none', async () => {
      await notes.put(NOTE);
      await notes.put({ ...NOTE, id: 'a' });
      await notes.delete(POOL, 'b');
      await notes.delete(POOL, 'b');
      expect((await notes.listOf(POOL)).map(({ id }) => id)).toEqual(['a']);
    });
  });
}

import { describe, expect, it } from 'vitest';
import type { ExtensionHealth } from '../../src/core/health/extension.ts';
import type { HealthRecord, HealthRecords } from '../../src/ports/health-records.ts';
import { anExtension, minutesBefore, NOON } from '../support/builders.ts';
import { type Backend, onEach } from './backend.ts';

const POOL = { account: 'demo', poolId: 'Render' };
const NODE = { ...POOL, nodeId: 'tvm_1' };

const FULL: ExtensionHealth = {
  ...anExtension({ message: 'ü'.repeat(700) }),
  level: 'info',
  settings: { text: 'x'.repeat(70_000) },
  settingsFault: undefined,
  statuses: [],
  subStatuses: [],
};

function aRecord(overrides: Partial<HealthRecord<ExtensionHealth>> = {}): HealthRecord<ExtensionHealth> {
  const probe = { at: NOON, extensions: [FULL] };
  return { ...NODE, triedAt: NOON, probe, fault: undefined, failing: ['monitor'], changes: undefined, ...overrides };
}

/** What every store of the health of nodes does: tags keep collectors apart, and names are found in any letter case. */
export function healthRecordsContract(backend: Backend<HealthRecords>): void {
  describe('the record of a node', () => {
    let health: HealthRecords;
    onEach(backend, (port) => {
      health = port;
    });

    it('comes back whole, and in a list without settings, in any letter case', async () => {
      expect(await health.put(aRecord(), undefined)).toBe(true);
      expect((await health.get({ account: 'demo', poolId: 'RENDER', nodeId: 'TVM_1' }))?.record.probe).toEqual(
        aRecord().probe,
      );
      const [listed] = await health.listOf({ account: 'demo', poolId: 'render' });
      expect(listed?.record).toMatchObject({ nodeId: 'tvm_1', failing: ['monitor'], fault: undefined });
      expect(listed?.record.probe?.extensions[0]).not.toHaveProperty('settings');
      expect(listed?.record.probe?.extensions[0]?.message).toHaveLength(500);
    });

    it('has the changes of its last answer, also in a list', async () => {
      const transitions = [
        { kind: 'health.changed', extension: 'health', from: undefined, to: 'Unhealthy' },
        { kind: 'extension.failed', extension: 'monitor', message: 'boom' },
      ] as const;
      const changes = { at: NOON, actor: 'anna', correlation: '1', transitions };
      await health.put(aRecord({ changes }), undefined);
      const alone = await health.get(NODE);
      expect(alone?.record.changes).toEqual(changes);
      expect((await health.listOf(POOL))[0]?.record.changes).toEqual(changes);
      await health.put(aRecord(), alone?.tag);
      expect((await health.get(NODE))?.record.changes).toBeUndefined();
    });

    it('is written only over the one that was read, from a list or by itself', async () => {
      await health.put(aRecord(), undefined);
      expect(await health.put(aRecord(), undefined)).toBe(false);
      const [listed] = await health.listOf(POOL);
      const alone = await health.get(NODE);
      expect(listed?.tag).toBe(alone?.tag);
      expect(await health.put(aRecord({ failing: [] }), listed?.tag)).toBe(true);
      expect(await health.put(aRecord(), alone?.tag)).toBe(false);
      expect((await health.get(NODE))?.record.failing).toEqual([]);
    });

    it('keeps the last answer when a try fails, and loses the fault with the next answer', async () => {
      await health.noteFault(aRecord({ probe: undefined, failing: [], fault: 'gone quiet' }));
      expect((await health.get(NODE))?.record).toMatchObject({ probe: undefined, fault: 'gone quiet', failing: [] });
      await health.put(aRecord(), (await health.get(NODE))?.tag);
      await health.noteFault(aRecord({ triedAt: NOON.add({ minutes: 5 }), fault: 'gone quiet' }));
      const kept = await health.get(NODE);
      expect(kept?.record).toMatchObject({ fault: 'gone quiet', failing: ['monitor'], probe: { extensions: [{}] } });
      expect(kept?.record.triedAt.toString()).toBe('2026-03-02T12:05:00Z');
      await health.put(aRecord(), kept?.tag);
      expect((await health.get(NODE))?.record.fault).toBeUndefined();
    });

    it('goes with its pool', async () => {
      await health.put(aRecord(), undefined);
      await health.expectVisit(POOL);
      expect((await health.visits('demo')).map(({ at }) => at.epochMilliseconds)).toEqual([0]);
      await health.visit({ ...POOL, at: minutesBefore(NOON, 3) });
      await health.visit({ ...POOL, at: NOON });
      await health.expectVisit(POOL);
      expect(await health.visits('demo')).toEqual([{ ...POOL, at: NOON }]);
      await health.delete({ ...NODE, nodeId: 'other' });
      await health.forget(POOL);
      expect(await health.visits('demo')).toEqual([]);
      expect(await health.listOf(POOL)).toEqual([]);
    });
  });
}

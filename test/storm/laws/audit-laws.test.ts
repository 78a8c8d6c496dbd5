import type { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { auditTable } from '../../../src/adapters/tables/audit/audit-table.ts';
import { tables } from '../../../src/adapters/tables/storage/table.ts';
import { recordId } from '../../../src/core/audit/record.ts';
import { type LocalStorage, startStorage } from '../../../src/local/storage/start-storage.ts';
import { anEntry } from '../../support/audit-entries.ts';
import { NOON } from '../../support/builders.ts';
import { AuditLaws } from './audit-laws.ts';

let storage: LocalStorage;
beforeAll(async () => {
  storage = await startStorage();
});
afterAll(() => storage.close());

function lawsAt(now: () => Temporal.Instant): AuditLaws {
  const system = { storage: storage.connectionString, now };
  return new AuditLaws({ pools: [{ id: 'render' }], byHand: new Map(), meddled: new Set(['render']), system });
}

describe('an event that is delivered long after its record was written', () => {
  it('is found in the audit log, and one without a record is not', async () => {
    const config = { kind: 'connection-string', connectionString: storage.connectionString } as const;
    const trail = auditTable(tables(config, () => ({ getToken: async () => null }))('Audit'));
    const subject = { account: 'demo', pool: 'render', node: 'node-1' };
    const [record] = await trail.append([anEntry({ at: NOON, subject })]);
    if (record === undefined) throw new Error('The record was written.');
    const laws = lawsAt(() => NOON.add({ minutes: 45 }));
    const event = (id: string) => ({ id, type: 'lamplighter.node.started', data: { pool: 'render' } });
    expect(await laws.breachesOf({ acts: [], events: [event(recordId(record))] })).toEqual([]);
    expect(await laws.breachesOf({ acts: [], events: [event(`${record.chain}/2`)] })).toEqual([
      expect.stringMatching(/^law 4: lamplighter.node.started was told as/),
    ]);
  });
});

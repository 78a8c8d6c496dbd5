import { TableClient, type TransactionAction } from '@azure/data-tables';
import { auditTable } from '../src/adapters/tables/audit/audit-table.ts';
import { recordKeyOf, recordRow } from '../src/adapters/tables/audit/record-key.ts';
import { tables } from '../src/adapters/tables/storage/table.ts';
import type { AuditEntry } from '../src/core/audit/record.ts';
import { NOON } from '../test/support/builders.ts';
import { type Benchmark, resultOf } from './benchmark.ts';
import { race } from './measure.ts';
import { startStorageProcess } from './peers/services.ts';

const APPENDS = 50;
const ENTRIES = 20;

/** What an evaluation writes down before it acts on twenty nodes, and after it: two minutes share a correlation. */
function entries(minute: number): readonly AuditEntry[] {
  return Array.from({ length: ENTRIES }, (_, index) => ({
    at: NOON.add({ minutes: minute }),
    actor: 'timer:evaluate-pools',
    action: 'deallocate',
    phase: 'intent',
    subject: { account: 'demo', pool: 'render', node: `tvmps_${index}` },
    reason: 'idle for 31 min 12 s, since 2026-03-02T11:28:48Z; the idle timeout is 30 min',
    correlation: `c${Math.floor(minute / 2)}`,
  }));
}

export const audit: Benchmark = {
  name: 'audit',
  run: async () => {
    const { connectionString, close } = await startStorageProcess();
    const config = { kind: 'connection-string', connectionString } as const;
    const trail = auditTable(tables(config, () => ({ getToken: async () => null }))('Audit'));
    const bare = TableClient.fromConnectionString(connectionString, 'Bare', { allowInsecureConnection: true });
    await bare.createTable();
    let minute = 0;
    const nextMinute = () => {
      minute += 1;
      return minute;
    };
    const timings = await race(
      [
        {
          name: 'append with chain, copies and signposts',
          run: async () => {
            for (let turn = 0; turn < APPENDS; turn += 1) await trail.append(entries(nextMinute()));
            return APPENDS * ENTRIES;
          },
        },
        {
          name: 'the same entities in bare transactions',
          run: async () => {
            for (let turn = 0; turn < APPENDS; turn += 1) await bare.submitTransaction(bareActions(nextMinute()));
            return APPENDS * ENTRIES;
          },
        },
      ],
      5,
    );
    close();
    const means =
      'The cost of recording an act, beside that of the rows alone: the hash chain, the copy for the node, and the index rows.';
    return [
      resultOf({ benchmark: 'audit: append', means, unit: 'records', goal: { kind: 'speed', least: 0.95 } }, timings),
    ];
  },
};

/**
 * The entities that an append writes, under the same keys: each record twice, and a head that is replaced. The order of keys is
 * part of what it costs: Azurite keeps them sorted, and the newest come first.
 */
function bareActions(minute: number): TransactionAction[] {
  const rows = entries(minute).flatMap((entry, index): TransactionAction[] => {
    const number = minute * ENTRIES + index;
    const recordKey = recordKeyOf(entry.at.epochMilliseconds, { number, chain: 'bare' });
    const { subject, at, ...rest } = entry;
    const entity = {
      partitionKey: recordKey.chain,
      ...rest,
      ...subject,
      number,
      at: at.toString(),
      hash: 'x'.repeat(64),
      previous: 'x'.repeat(64),
    };
    return [undefined, subject.node].map((node) => ['create', { ...entity, rowKey: recordRow(recordKey, node) }]);
  });
  const head = { partitionKey: 'bare', rowKey: 'head', number: minute, hash: 'x'.repeat(64), milliseconds: '0' };
  return [...rows, ['upsert', head, 'Replace']];
}

import { auditTable } from '../../src/adapters/tables/audit/audit-table.ts';
import { tables } from '../../src/adapters/tables/storage/table.ts';
import { type AuditRecord, recordId } from '../../src/core/audit/record.ts';
import type { JournalEntry } from '../../src/emulator/world/journal.ts';
import { chainBreaches } from '../app/support/witness.ts';
import { actsIn } from './storm-laws.ts';
import { maximumAt, minimumAt, type StormPool } from './storm-pools.ts';
import type { StormSystem } from './storm-system.ts';

/** What there is to hold against the audit log once everything is at rest. */
export interface AtRest {
  readonly pools: readonly StormPool[];
  readonly journal: readonly JournalEntry[];
  readonly byHand: ReadonlyMap<string, number | undefined>;
}

/** What breaks a law once everything is at rest: intents, chains, ends of requests, and where the pools have come to. */
export async function breachesAtEnd(system: StormSystem, rest: AtRest): Promise<readonly string[]> {
  const records = new Map<string, readonly AuditRecord[]>();
  for (const { id } of rest.pools) records.set(id, await recordsOf(system, id));
  const all = [...records.values()].flat();
  const pools = await Promise.all(rest.pools.map((pool) => targetBreaches(system, pool)));
  return [
    ...[...records].flatMap(([pool, of]) => chainBreaches(of).map((breach) => `the chain of ${pool}: ${breach}`)),
    ...intentBreaches(all, rest.journal),
    ...endBreaches(all, rest.byHand),
    ...pools.flat(),
  ];
}

async function recordsOf({ storage }: StormSystem, pool: string): Promise<readonly AuditRecord[]> {
  const tableOf = tables({ kind: 'connection-string', connectionString: storage }, () => {
    throw new Error('No token is needed here.');
  });
  const records: AuditRecord[] = [];
  const filter = { account: 'demo', pool, order: 'oldest' } as const;
  for await (const page of auditTable(tableOf('Audit')).stream(filter)) records.push(...page);
  return records;
}

function intentBreaches(records: readonly AuditRecord[], journal: readonly JournalEntry[]): readonly string[] {
  const intents = records.filter(({ phase }) => phase === 'intent');
  const outcomes = Map.groupBy(
    records.filter(({ phase }) => phase === 'outcome'),
    ({ intent }) => intent,
  );
  const meant = new Set(intents.map(({ correlation, subject, action }) => `${correlation} ${subject.node} ${action}`));
  return [
    ...intents
      .map((intent) => ({ id: recordId(intent), count: outcomes.get(recordId(intent))?.length ?? 0 }))
      .filter(({ count }) => count !== 1)
      .map(({ id, count }) => `law 4: the intent ${id} has ${count} outcomes`),
    ...actsIn(journal)
      .filter(({ correlation, node, action }) => !meant.has(`${correlation} ${node} ${action}`))
      .map(({ action, node, at }) => `law 4: ${action} of ${node} at ${at} without an intent`),
  ];
}

function endBreaches(records: readonly AuditRecord[], byHand: AtRest['byHand']): readonly string[] {
  return [...byHand.keys()].flatMap((correlation) => {
    const ends = records.filter((record) => record.correlation === correlation && record.action.endsWith('.ended'));
    return ends.length === 1 ? [] : [`law 9: the request ${correlation} has ${ends.length} ends`];
  });
}

async function targetBreaches({ account }: StormSystem, pool: StormPool): Promise<readonly string[]> {
  if (pool.observes) return [];
  const states = await account.states(pool.id);
  const ready = states.filter((state) => state === 'idle' || state === 'running').length;
  const { minute } = account.emulator.clock.now().toZonedDateTimeISO('UTC');
  const [min, max] = [minimumAt(pool, minute), maximumAt(pool, minute)];
  return ready >= min && ready <= max
    ? []
    : [`law 7: ${pool.id} has ${ready} ready, from ${min} to ${max} should be: ${states}`];
}

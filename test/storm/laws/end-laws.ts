import { auditTable } from '../../../src/adapters/tables/audit/audit-table.ts';
import { tables } from '../../../src/adapters/tables/storage/table.ts';
import { type AuditRecord, recordId } from '../../../src/core/audit/record.ts';
import type { JournalEntry } from '../../../src/emulator/world/journal.ts';
import { chainBreaches } from '../../app/support/witness.ts';
import type { Stage } from '../perform/stage.ts';
import { maximumAt, minimumAt, type StormPool } from '../storm-pools.ts';
import type { StormSystem } from '../storm-system.ts';
import { actsIn } from './step-laws.ts';

/** What breaks a law once everything is at rest: intents, chains, ends of requests, and where the pools have come to. */
export async function breachesAtEnd(stage: Stage, journal: readonly JournalEntry[]): Promise<readonly string[]> {
  const { system, byHand } = stage;
  const records = new Map<string, readonly AuditRecord[]>();
  for (const { id } of stage.pools) records.set(id, await recordsOf(system, id));
  const all = [...records.values()].flat();
  const pools = await Promise.all(stage.pools.map((pool) => targetBreaches(stage, pool)));
  return [
    ...[...records].flatMap(([pool, of]) => chainBreaches(of).map((breach) => `the chain of ${pool}: ${breach}`)),
    ...intentBreaches(all, journal),
    ...endBreaches(all, byHand),
    ...wishBreaches(all, stage),
    ...pools.flat(),
  ];
}

/** A second run at the same instant, with nothing changed, does nothing and writes nothing. */
export async function repeatBreaches({ system, pools }: Stage, again: () => Promise<void>): Promise<readonly string[]> {
  const records = async () => (await Promise.all(pools.map(({ id }) => recordsOf(system, id)))).flat().map(said);
  const acts = async () => (await system.account.journal('request')).filter(isAct).length;
  // What comes late of the tick before is a part of it.
  await again();
  const [before, actsBefore] = [new Set(await records()), await acts()];
  await again();
  return [
    ...(await records())
      .filter((record) => !before.has(record))
      .map((record) => `law 5: the same tick again: ${record}`),
    ...((await acts()) === actsBefore ? [] : ['law 5: the same tick again has acted']),
  ];
}

function said({ chain, number, action, phase, subject, reason }: AuditRecord): string {
  return `${chain}/${number} ${action} ${phase} ${subject.node ?? ''} ${reason ?? ''}`;
}

function isAct(entry: JournalEntry): boolean {
  return entry.kind === 'request' && entry.method === 'POST' && entry.clientRequestId !== undefined;
}

/** What nobody has done to a node is never taken for somebody's wish: neither a start that failed nor an act of ours that was forgotten. */
function wishBreaches(records: readonly AuditRecord[], { meddled }: Stage): readonly string[] {
  return records
    .filter(({ action, subject }) => action.startsWith('node.manual-') && !meddled.has(subject.pool ?? ''))
    .map(({ action, subject, at }) => `law 10: ${action} of ${subject.node} at ${at}, and nobody was there`);
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

function endBreaches(records: readonly AuditRecord[], byHand: Stage['byHand']): readonly string[] {
  return [...byHand.keys()].flatMap((correlation) => {
    const ends = records.filter((record) => record.correlation === correlation && record.action.endsWith('.ended'));
    return ends.length === 1 ? [] : [`law 9: the request ${correlation} has ${ends.length} ends`];
  });
}

async function targetBreaches({ system, promises }: Stage, pool: StormPool): Promise<readonly string[]> {
  if (pool.observes) return [];
  const states = await system.account.states(pool.id);
  const ready = states.filter((state) => state === 'idle' || state === 'running').length;
  const { minute } = system.now().toZonedDateTimeISO('UTC');
  const min = minimumAt({ size: pool.size, min: promises.minimumOf(pool) }, minute);
  const max = maximumAt(pool, minute);
  return ready >= min && ready <= max
    ? []
    : [`law 7: ${pool.id} has ${ready} ready, from ${min} to ${max} should be: ${states}`];
}

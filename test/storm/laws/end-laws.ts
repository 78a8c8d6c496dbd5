import { type AuditRecord, recordId } from '../../../src/core/audit/record.ts';
import type { JournalEntry } from '../../../src/emulator/world/journal.ts';
import type { WireNodeState } from '../../../src/wire/node.ts';
import { chainBreaches } from '../../app/support/witness.ts';
import { ask, type Stage } from '../perform/stage.ts';
import type { ReceivedEvent } from '../perform/storm-receiver.ts';
import { maximumAt, minimumAt, type StormPool } from '../storm-pools.ts';
import type { StormSystem } from '../storm-system.ts';
import { recordsOf } from './audit-laws.ts';
import type { FailedStart } from './failed-starts.ts';
import { RecordLaws } from './record-laws.ts';
import { untoldBreaches } from './told-laws.ts';
import type { WitnessedAct } from './witnessed-act.ts';

/** What was seen until everything was healed. */
export interface Seen {
  readonly asked: readonly WitnessedAct[];
  readonly failedStarts: readonly FailedStart[];
}

/** What breaks a law once everything is at rest: intents, chains, ends of requests, and where the pools have come to. */
export async function breachesAtEnd(stage: Stage, { asked, failedStarts }: Seen): Promise<readonly string[]> {
  const { system, byHand } = stage;
  const records = new Map<string, readonly AuditRecord[]>();
  for (const { id } of stage.pools) records.set(id, await recordsOf(system.storage, { pool: id }));
  const all = [...records.values()].flat();
  const laws = new RecordLaws(stage);
  const pools = await Promise.all(stage.pools.map((pool) => targetBreaches(stage, pool)));
  return [
    ...[...records].flatMap(([pool, of]) => chainBreaches(of).map((breach) => `the chain of ${pool}: ${breach}`)),
    ...[...records].flatMap(([pool, of]) => of.flatMap((record) => laws.breachesOf(pool, record))),
    ...laws.unmeant(asked),
    ...laws.untrue(eventsOf(stage)),
    ...outcomeBreaches(all),
    ...endBreaches(all, byHand),
    ...(await untoldBreaches(all, stage, failedStarts)),
    ...pools.flat(),
  ];
}

/** A second run at the same instant, with nothing changed, does nothing and writes nothing. */
export async function repeatBreaches({ system, pools }: Stage, again: () => Promise<void>): Promise<readonly string[]> {
  const records = async () =>
    (await Promise.all(pools.map(({ id }) => recordsOf(system.storage, { pool: id }))))
      .flat()
      .filter(({ action }) => !OF_GARBLED_MESSAGES.has(action))
      .map(said);
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

/** Messages go on being garbled when everything else is healed, also those of the second run. */
const OF_GARBLED_MESSAGES: ReadonlySet<string> = new Set(['evaluation.poisoned', 'evaluation.resumed']);

function said({ chain, number, action, phase, subject, reason }: AuditRecord): string {
  return `${chain}/${number} ${action} ${phase} ${subject.node ?? ''} ${reason ?? ''}`;
}

function isAct(entry: JournalEntry): boolean {
  return entry.kind === 'request' && entry.method === 'POST' && entry.clientRequestId !== undefined;
}

function outcomeBreaches(records: readonly AuditRecord[]): readonly string[] {
  const outcomes = Map.groupBy(
    records.filter(({ phase }) => phase === 'outcome'),
    ({ intent }) => intent,
  );
  return records
    .filter(({ phase }) => phase === 'intent')
    .map((intent) => ({ id: recordId(intent), count: outcomes.get(recordId(intent))?.length ?? 0 }))
    .filter(({ count }) => count !== 1)
    .map(({ id, count }) => `law 4: the intent ${id} has ${count} outcomes`);
}

function eventsOf({ receivers, pools }: Stage): readonly ReceivedEvent[] {
  const ids = new Set(pools.map(({ id }) => id));
  return Object.values(receivers)
    .flatMap(({ events }) => events)
    .filter(({ data }) => ids.has(data.pool ?? ''));
}

function endBreaches(records: readonly AuditRecord[], byHand: Stage['byHand']): readonly string[] {
  return [...byHand.keys()].flatMap((correlation) => {
    const ends = records.filter((record) => record.correlation === correlation && record.action.endsWith('.ended'));
    return ends.length === 1 ? [] : [`law 9: the request ${correlation} has ${ends.length} ends`];
  });
}

async function targetBreaches({ system, promises }: Stage, pool: StormPool): Promise<readonly string[]> {
  if (pool.observes) return [];
  const [states, before] = [await dedicated(system, pool.id), await dedicated(system, pool.after?.pool)];
  const ready = states.filter(isReady).length;
  const { minute } = system.now().toZonedDateTimeISO('UTC');
  const mayWait = before.filter(isReady).length < (pool.after?.ready ?? 0);
  const least = minimumAt(
    { size: pool.size, min: pool.after === undefined ? promises.minimumOf(pool, system.now()) : 0 },
    minute,
  );
  const min = mayWait ? 0 : Math.min(least, states.length);
  const max = maximumAt(pool, minute);
  return ready >= min && ready <= max
    ? []
    : [`law 7: ${pool.id} has ${ready} ready, from ${min} to ${max} should be: ${states}`];
}

function isReady(state: WireNodeState): boolean {
  return state === 'idle' || state === 'running';
}

async function dedicated({ account }: StormSystem, pool: string | undefined): Promise<readonly WireNodeState[]> {
  const nodes = pool === undefined ? [] : await account.nodes(pool);
  return nodes.filter(({ isDedicated }) => isDedicated).map(({ state }) => state);
}

/** An event that somebody asks for reaches one receiver, whatever becomes of another. */
export async function deliveryBreaches(stage: Stage, settle: () => Promise<void>): Promise<readonly string[]> {
  const { well } = stage.receivers;
  const before = well.events.filter(isTest).length;
  const answers: string[] = [];
  for (const id of ['ill', 'well']) {
    const headers = { 'idempotency-key': `end-${id}` };
    const answer = await ask(stage, { app: 0, method: 'POST', path: `subscriptions/${id}/test`, headers });
    answers.push(answer === undefined ? 'no answer' : `${answer.status} ${answer.text}`);
  }
  await settle();
  if (well.events.filter(isTest).length > before) return [];
  return [`law 11: a receiver heard nothing beside one that fails; to the requests for it: ${answers.join(', ')}`];
}

function isTest({ type }: ReceivedEvent): boolean {
  return type === 'lamplighter.test';
}

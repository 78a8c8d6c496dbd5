import type { AuditRecord } from '../../core/audit/record.ts';
import type { PowerAct } from '../../core/pool/act.ts';
import { counted } from '../../core/text/counted.ts';
import { isBefore } from '../../core/time/instants.ts';
import { MOST_NAMED } from '../../documents/fields/node-choice.ts';
import type { HasAuditReader } from '../../ports/audit.ts';
import { AppError } from '../../ports/errors.ts';
import type { HasNewCorrelation } from '../../ports/names.ts';
import { type RequestActPorts, requestAct } from '../acts/request-act.ts';
import { recordsOf } from '../audit/records-of.ts';
import { effectOfAct } from '../effects/effect-of-act.ts';
import type { LookAtPoolPorts } from '../pools/look-at-pool.ts';
import { notUndoable, poolIn, type Reversal } from './reversal.ts';

/**
 * Requests the opposite of an act of a person, for the nodes that Batch accepted. Nodes that the original request did not reach
 * are not included, and neither are those that have left the pool, or that a later request has acted on.
 * @throws AppError InvalidRequest if no node was accepted, or none is left; DocumentChanged if later requests have acted on all
 * of them
 */
export async function undoAct(
  ports: LookAtPoolPorts & RequestActPorts & HasAuditReader & HasNewCorrelation,
  record: AuditRecord,
  actor: string,
): Promise<Reversal> {
  const pool = poolIn(record);
  const asked: PowerAct = record.action === 'start.requested' ? 'start' : 'deallocate';
  const took = await nodesThatTook(ports, record, asked);
  if (took.length === 0) throw notUndoable('no node took the request, so far as is known');
  const listed = new Set((await ports.batch.listNodes(pool))?.map(({ id }) => id.toLowerCase()));
  const there = took.filter((id) => listed.has(id.toLowerCase()));
  if (there.length === 0) throw notUndoable('no node that took the request is in the pool any more');
  const later = await nodesActedOnSince(ports, record);
  const ids = there.filter((id) => !later.has(id.toLowerCase()));
  if (ids.length === 0) throw new AppError('DocumentChanged', ALL_CHANGED);
  const action: PowerAct = asked === 'start' ? 'deallocate' : 'start';
  const common = { pool, action, until: undefined, actor, at: await ports.clock.now() };
  const request = { ...common, reason: `undoes what was requested at ${record.at}` };
  return {
    says: say(action, { asked: ids.length, gone: took.length - there.length, kept: there.length - ids.length }),
    effect: () => effectOfAct(ports, { ...request, nodes: { kind: 'named', ids } }),
    apply: async () => {
      for (const part of partsOf(ids)) {
        const nodes = { kind: 'named', ids: part } as const;
        await requestAct(ports, { ...request, nodes, correlation: ports.newCorrelation() });
      }
    },
  };
}

interface Counts {
  readonly asked: number;
  /** Have left the pool. */
  readonly gone: number;
  /** Were acted on by a later request. */
  readonly kept: number;
}

function say(action: PowerAct, { asked, gone, kept }: Counts): string {
  const left = gone === 0 ? '' : `; ${counted(gone, 'has', 'have')} left the pool`;
  const stay = kept === 0 ? '' : `; ${counted(kept, 'stays', 'stay')}, because of a later request`;
  return `${counted(asked, 'node is', 'nodes are')} asked to ${action}${left}${stay}`;
}

const ALL_CHANGED =
  'Every node that took the request was acted on by a later request: nothing was done. Undo the later request first, or act by hand.';

/** The nodes, in lower case, on which requests of people have acted that were recorded after a record. */
async function nodesActedOnSince(ports: HasAuditReader, record: AuditRecord): Promise<ReadonlySet<string>> {
  const pool = poolIn(record);
  const requests = new Set<string>();
  for (const action of ['start.requested', 'deallocate.requested']) {
    const filter = { account: pool.account, pool: pool.poolId, action, from: record.at };
    for await (const page of ports.audit.stream(filter))
      for (const one of page) if (isLater(one, record)) requests.add(one.correlation);
  }
  const records = await Promise.all([...requests].map((correlation) => recordsOf(ports, pool, correlation)));
  const intents = records.flat().filter(({ phase }) => phase === 'intent');
  return new Set(intents.flatMap(({ subject }) => subject.node?.toLowerCase() ?? []));
}

/** Of two records of one time, the chain has the order. */
function isLater(one: AuditRecord, than: AuditRecord): boolean {
  return one.chain === than.chain ? one.number > than.number : isBefore(than.at, one.at);
}

async function nodesThatTook(ports: HasAuditReader, record: AuditRecord, asked: PowerAct): Promise<readonly string[]> {
  const records = await recordsOf(ports, poolIn(record), record.correlation);
  const took = records.filter(
    ({ action, phase, outcome }) => action === asked && phase === 'outcome' && outcome === 'accepted',
  );
  return [...new Set(took.flatMap(({ subject }) => subject.node ?? []))];
}

/** A request for all nodes or a number of them may have reached more than one request can name. */
function partsOf(ids: readonly string[]): readonly (readonly string[])[] {
  return Array.from({ length: Math.ceil(ids.length / MOST_NAMED) }, (_, index) =>
    ids.slice(index * MOST_NAMED, (index + 1) * MOST_NAMED),
  );
}

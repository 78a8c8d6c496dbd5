import type { AuditRecord } from '../../core/audit/record.ts';
import type { PowerAct } from '../../core/pool/act.ts';
import { MOST_NAMED } from '../../documents/fields/node-choice.ts';
import type { HasAuditReader } from '../../ports/audit.ts';
import type { HasNewCorrelation } from '../../ports/names.ts';
import { type RequestActPorts, requestAct } from '../acts/request-act.ts';
import { recordsOf } from '../audit/records-of.ts';
import { effectOfAct } from '../effects/effect-of-act.ts';
import type { LookAtPoolPorts } from '../pools/look-at-pool.ts';
import { notUndoable, poolIn, type Reversal } from './reversal.ts';

/**
 * Requests the opposite of an act of a person, for the nodes that Batch accepted. Nodes that the original request did not reach
 * are not included, and neither are those that have left the pool since.
 * @throws AppError InvalidRequest if no node was accepted, or none is left
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
  const ids = took.filter((id) => listed.has(id.toLowerCase()));
  if (ids.length === 0) throw notUndoable('no node that took the request is in the pool any more');
  const action: PowerAct = asked === 'start' ? 'deallocate' : 'start';
  const common = { pool, action, until: undefined, actor, at: await ports.clock.now() };
  const request = { ...common, reason: `undoes what was requested at ${record.at}` };
  const gone = took.length - ids.length;
  const left = gone === 0 ? '' : `; ${gone} ${gone === 1 ? 'has' : 'have'} left the pool`;
  return {
    says: `${ids.length} ${ids.length === 1 ? 'node is' : 'nodes are'} asked to ${action}${left}`,
    effect: () => effectOfAct(ports, { ...request, nodes: { kind: 'named', ids } }),
    apply: async () => {
      for (const part of partsOf(ids)) {
        const nodes = { kind: 'named', ids: part } as const;
        await requestAct(ports, { ...request, nodes, correlation: ports.newCorrelation() });
      }
    },
  };
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

import type { AuditRecord } from '../../core/audit/record.ts';
import type { PowerAct } from '../../core/pool/act.ts';
import type { HasAuditReader } from '../../ports/audit.ts';
import type { HasNewCorrelation } from '../../ports/names.ts';
import { type RequestActPorts, requestAct } from '../acts/request-act.ts';
import { recordsOf } from '../audit/records-of.ts';
import { effectOfAct } from '../effects/effect-of-act.ts';
import type { LookAtPoolPorts } from '../pools/look-at-pool.ts';
import { notUndoable, poolIn, type Reversal } from './reversal.ts';

/**
 * Requests the opposite of an act of a person, for the nodes that Batch accepted. Nodes that the original request did not reach
 * are not included.
 * @throws AppError InvalidRequest if no node was accepted
 */
export async function undoAct(
  ports: LookAtPoolPorts & RequestActPorts & HasAuditReader & HasNewCorrelation,
  record: AuditRecord,
  actor: string,
): Promise<Reversal> {
  const pool = poolIn(record);
  const asked: PowerAct = record.action === 'start.requested' ? 'start' : 'deallocate';
  const records = await recordsOf(ports, pool, record.correlation);
  const took = records.filter(
    ({ action, phase, outcome }) => action === asked && phase === 'outcome' && outcome === 'accepted',
  );
  const ids = [...new Set(took.flatMap(({ subject }) => subject.node ?? []))];
  if (ids.length === 0) throw notUndoable('no node took the request, so far as is known');
  const action = asked === 'start' ? 'deallocate' : 'start';
  const request = {
    pool,
    action,
    nodes: { kind: 'named', ids },
    reason: `undoes what was asked for at ${record.at}`,
    until: undefined,
    actor,
    at: await ports.clock.now(),
  } as const;
  return {
    says: `${ids.length} ${ids.length === 1 ? 'node is' : 'nodes are'} asked to ${action}`,
    effect: () => effectOfAct(ports, request),
    apply: () => requestAct(ports, { ...request, correlation: ports.newCorrelation() }),
  };
}

import type { AuditPage } from '../../../api/audit.ts';
import { useAnswer } from '../../data/use-answer.ts';
import { NodeId } from '../../elements/node-id.tsx';
import type { PoolId, Shown } from '../../elements/shown.ts';
import { hashOf } from '../../model/route.ts';
import { describeAct, isTrouble } from '../../model/story.ts';
import { formatMoment, withTimesIn, type Zone } from '../../model/times.ts';

interface FollowProps extends PoolId {
  readonly shown: Shown;
  readonly zone: Zone;
  /** The correlation of an act by hand; without it, all records of the pool since the instant are shown. */
  readonly correlation: string | undefined;
  readonly since: string;
}

/** Shows the audit records of an act, and says when a request by hand has ended. */
export function Follow({ shown, zone, account, pool, correlation, since }: FollowProps) {
  const what = correlation === undefined ? { account, pool, from: since } : { correlation };
  const query = new URLSearchParams({ ...what, limit: '100' });
  const { answer } = useAnswer<AuditPage>(shown.ask, { question: `audit?${query}` });
  const records = answer?.records ?? [];
  const isOver = correlation !== undefined && records.some(({ action }) => /\.ended$/.test(action));
  return (
    <section aria-label="Records of this act" aria-live="polite">
      <p>
        <strong>{isOver ? 'The request has ended.' : 'Done. The audit log records:'}</strong>
      </p>
      {records.length === 0 && <p class="quiet">Nothing is recorded yet.</p>}
      <ul class="plain">
        {records.map((record) => (
          <li key={record.id} class={isTrouble(record) ? 'trouble-text' : ''}>
            {formatMoment(record.at, zone)} {describeAct(record)}{' '}
            {record.node !== undefined && <NodeId id={record.node} />}{' '}
            <span class="quiet">{withTimesIn(record.reason, zone)}</span>
          </li>
        ))}
      </ul>
      {answer?.cursor != null && (
        <p class="quiet">
          These are the newest. <a href={hashOf({ view: 'audit', query: what })}>All records of it</a> are in the audit
          log.
        </p>
      )}
    </section>
  );
}

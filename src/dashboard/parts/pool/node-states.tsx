import type { AuditPage } from '../../../api/audit.ts';
import { useAnswer } from '../../data/use-answer.ts';
import { Failure } from '../../elements/failure.tsx';
import type { PoolId, Shown } from '../../elements/shown.ts';
import { type NodeSpan, nodeHistory, type ShownState } from '../../model/node-history.ts';
import { formatMoment } from '../../model/times.ts';

interface NodeStatesProps extends PoolId {
  readonly shown: Shown;
  readonly node: string;
  /** The current instant. */
  readonly at: string;
  readonly state: ShownState | undefined;
}

const DAYS = 7;
const MOST_LISTED = 12;

/** The states of a node in the last days, as a band and as a list. */
export function NodeStates({ shown, account, pool, node, at, state }: NodeStatesProps) {
  // Whole hours, so that the request stays the same for a while.
  const hour = Math.floor(Date.parse(at) / 3_600_000) * 3_600_000;
  const from = new Date(hour - DAYS * 86_400_000).toISOString();
  const query = new URLSearchParams({ account, pool, node, from, limit: '500' });
  const { answer, error } = useAnswer<AuditPage>(shown.ask, { question: `audit?${query}`, slow: 6 });
  const spans = answer === undefined ? [] : nodeHistory(answer.records, { from, to: at, now: state });
  return (
    <>
      <h3>States of the last {DAYS} days</h3>
      <Failure error={error} what="The states" isStale={answer !== undefined} />
      <Band spans={spans} />
      <ul class="plain">
        {spans
          .toReversed()
          .slice(0, MOST_LISTED)
          .map((span) => (
            <li key={span.from}>
              <span class={`lamp ${span.lamp}`} aria-hidden="true" /> {formatMoment(span.from, shown.zone)} –{' '}
              {span.to === at ? 'now' : formatMoment(span.to, shown.zone)}: {span.says}
            </li>
          ))}
      </ul>
      {spans.length > MOST_LISTED && <p class="quiet">and {spans.length - MOST_LISTED} before</p>}
    </>
  );
}

function Band({ spans }: { readonly spans: readonly NodeSpan[] }) {
  return (
    <div class="bar tall-bar" aria-hidden="true">
      {spans.map(({ lamp, from, to }) => (
        <span key={from} class={`part ${lamp}`} style={{ flexGrow: Date.parse(to) - Date.parse(from) }} />
      ))}
    </div>
  );
}

import type { Delivery } from '../../../api/deliveries.ts';
import { useAnswer } from '../../data/use-answer.ts';
import { Failure } from '../../elements/failure.tsx';
import type { Shown } from '../../elements/shown.ts';
import { formatMoment } from '../../model/times.ts';
import { SendTest } from './send-test.tsx';

const MOST_LISTED = 100;

const STATUSES = ['pending', 'delivered', 'given-up', 'dropped'] as const;

interface DeliveryPage {
  readonly deliveries: readonly Delivery[];
  readonly cursor: string | null;
}

/** The deliveries to a subscription and their outcomes, the newest first. */
export function Deliveries({ shown, id }: { readonly shown: Shown; readonly id: string }) {
  const { routing, zone } = shown;
  const status = routing.route.query['status'] ?? '';
  const query = new URLSearchParams({ ...(status !== '' && { status }), limit: `${MOST_LISTED}` });
  const { answer, error } = useAnswer<DeliveryPage>(shown.ask, {
    question: `subscriptions/${encodeURIComponent(id)}/deliveries?${query}`,
    version: shown.changes,
  });
  return (
    <section class="card" aria-labelledby="deliveries-of">
      <h2 id="deliveries-of">Deliveries to {id}</h2>
      <div class="tools">
        <label>
          <span>Status</span>
          <select value={status} onChange={(event) => routing.show({ status: event.currentTarget.value })}>
            <option value="">any</option>
            {STATUSES.map((one) => (
              <option key={one} value={one}>
                {one}
              </option>
            ))}
          </select>
        </label>
        <SendTest shown={shown} id={id} />
      </div>
      <Failure error={error} what="The deliveries" isStale={answer !== undefined} />
      {answer?.deliveries.length === 0 && <p class="quiet">There are none.</p>}
      <ul class="plain stories">
        {answer?.deliveries.map((delivery) => (
          <li key={delivery.id} class={delivery.status === 'given-up' ? 'trouble-text' : ''}>
            <details>
              <summary>
                {formatMoment(delivery.time, zone)} {delivery.type.replace('lamplighter.', '')}: {delivery.status}
              </summary>
              <ul>
                {delivery.attemptsLeftOut > 0 && <li>{delivery.attemptsLeftOut} earlier attempts are not kept.</li>}
                {delivery.attempts.map(({ at, status: answered, fault, latencyMs }) => (
                  <li key={at}>
                    {formatMoment(at, zone)}: {answered ?? 'no answer'} {fault ?? ''} ({latencyMs} ms)
                  </li>
                ))}
              </ul>
            </details>
          </li>
        ))}
      </ul>
      {answer !== undefined && answer.cursor !== null && (
        <p class="quiet">
          These are the newest {MOST_LISTED}, and there are more. Choose a status to narrow them down;{' '}
          <code>GET /api/subscriptions/{id}/deliveries</code> has all of them, page by page.
        </p>
      )}
    </section>
  );
}

import type { Delivery } from '../../../api/deliveries.ts';
import type { Subscription } from '../../../api/subscriptions.ts';
import { useAnswer } from '../../data/use-answer.ts';
import { Failure } from '../../elements/failure.tsx';
import type { Shown } from '../../elements/shown.ts';
import { hashOf } from '../../model/route.ts';
import { formatMoment } from '../../model/times.ts';

const STATUSES = ['pending', 'delivered', 'given-up', 'dropped'] as const;

/** Who receives events, and what came of each delivery. */
export function DeliveriesView({ shown, id }: { readonly shown: Shown; readonly id: string | undefined }) {
  const { answer, error } = useAnswer<{ readonly subscriptions: readonly Subscription[] }>(shown.ask, {
    question: 'subscriptions',
    slow: 6,
  });
  const first = answer?.subscriptions[0]?.id;
  const chosen = id ?? first;
  return (
    <section class="card" aria-labelledby="deliveries">
      <h2 id="deliveries">Deliveries</h2>
      <Failure error={error} what="The subscriptions" isStale={answer !== undefined} />
      {answer?.subscriptions.length === 0 && (
        <p class="quiet">Nobody is told of anything: PUT /api/subscriptions/&#123;id&#125; makes a subscription.</p>
      )}
      <ul class="plain chips">
        {answer?.subscriptions.map((one) => (
          <li key={one.id}>
            <a
              href={hashOf({ view: 'deliveries', path: [one.id] })}
              aria-current={one.id === chosen ? 'true' : undefined}
            >
              {one.id}
            </a>
          </li>
        ))}
      </ul>
      {chosen !== undefined && <Deliveries key={chosen} shown={shown} id={chosen} />}
    </section>
  );
}

function Deliveries({ shown, id }: { readonly shown: Shown; readonly id: string }) {
  const { routing, zone } = shown;
  const status = routing.route.query['status'] ?? '';
  const query = new URLSearchParams(status === '' ? {} : { status });
  const { answer, error } = useAnswer<{ readonly deliveries: readonly Delivery[] }>(shown.ask, {
    question: `subscriptions/${encodeURIComponent(id)}/deliveries?${query}`,
  });
  return (
    <>
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
    </>
  );
}

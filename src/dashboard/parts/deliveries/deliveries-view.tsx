import { useRef, useState } from 'preact/hooks';
import type { Subscription } from '../../../api/subscriptions.ts';
import { useAnswer } from '../../data/use-answer.ts';
import { Failure } from '../../elements/failure.tsx';
import type { Shown } from '../../elements/shown.ts';
import { hashOf, isNew, NEW } from '../../model/route.ts';
import { Editor, type Restored } from '../documents/editor.tsx';
import { Versions } from '../documents/versions.tsx';
import { Deliveries } from './deliveries.tsx';

/** The subscriptions, and the outcome of each delivery. */
export function DeliveriesView({ shown, id }: { readonly shown: Shown; readonly id: string | undefined }) {
  const { answer, error } = useAnswer<{ readonly subscriptions: readonly Subscription[] }>(shown.ask, {
    question: 'subscriptions',
    version: shown.changes,
    slow: 6,
  });
  const [secret, setSecret] = useState<NewSecret | undefined>(undefined);
  const isMaking = isNew(shown.routing.route);
  const first = useFirst(answer?.subscriptions ?? []);
  const chosen = isMaking ? undefined : (id ?? first);
  const onSaved = (body: unknown) => setSecret(secretIn(body));
  return (
    <>
      <section class="card" aria-labelledby="deliveries">
        <div class="heading">
          <h2 id="deliveries">Deliveries</h2>
          <a href={hashOf({ view: 'deliveries', query: NEW })}>New subscription</a>
        </div>
        <Failure error={error} what="The subscriptions" isStale={answer !== undefined} />
        {answer?.subscriptions.length === 0 && <p class="quiet">There are no subscriptions: no events are sent.</p>}
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
        {secret !== undefined && secret.id === chosen && <Secret {...secret} onClose={() => setSecret(undefined)} />}
      </section>
      {isMaking && <OneSubscription shown={shown} id={undefined} onSaved={onSaved} />}
      {chosen !== undefined && <OneSubscription key={chosen} shown={shown} id={chosen} onSaved={onSaved} />}
    </>
  );
}

/** The subscription that came first, as long as it exists: one that is added before it does not take its place. */
function useFirst(subscriptions: readonly Subscription[]): string | undefined {
  const first = useRef<string | undefined>(undefined);
  first.current = (subscriptions.find(({ id }) => id === first.current) ?? subscriptions[0])?.id;
  return first.current;
}

interface NewSecret {
  readonly id: string;
  readonly secret: string;
}

function secretIn(body: unknown): NewSecret | undefined {
  const { id, secret } = (body ?? {}) as Partial<NewSecret>;
  return id === undefined || secret === undefined ? undefined : { id, secret };
}

function Secret({ id, secret, onClose }: NewSecret & { readonly onClose: () => void }) {
  return (
    <p class="warning" role="status">
      The secret of {id} is <code class="id">{secret}</code>. Give it to the receiver, which checks signatures with it:
      it is not shown again.{' '}
      <button type="button" onClick={onClose}>
        Hide it
      </button>
    </p>
  );
}

interface OneSubscriptionProps {
  readonly shown: Shown;
  /** `undefined` for a new one. */
  readonly id: string | undefined;
  readonly onSaved: (body: unknown) => void;
}

/** A subscription: its deliveries, its text, and its versions. */
function OneSubscription({ shown, id, onSaved }: OneSubscriptionProps) {
  const [restored, restore] = useState<Restored | undefined>(undefined);
  return (
    <>
      {id !== undefined && <Deliveries shown={shown} id={id} />}
      <Editor shown={shown} kind="subscriptions" id={id} restored={restored} onSaved={onSaved} />
      {id !== undefined && (
        <Versions
          shown={shown}
          kind="subscriptions"
          id={id}
          onRestore={(text, at) => restore({ text, at, times: (restored?.times ?? 0) + 1 })}
        />
      )}
    </>
  );
}

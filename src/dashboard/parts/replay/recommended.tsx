import type { Replay } from '../../../api/replays.ts';

interface RecommendedProps {
  readonly recommendation: NonNullable<Replay['recommendation']>;
}

/** The proposal of the app, its reason, and its documents. */
export function Recommended({ recommendation: { because, policy, schedules } }: RecommendedProps) {
  const documents = [policy, ...schedules];
  return (
    <section class="card" aria-labelledby="proposed">
      <h2 id="proposed">Proposed</h2>
      <p>{because}</p>
      <p class="quiet small">
        Nothing is saved. The proposal takes effect when you save it under Policies and Schedules.
      </p>
      <details>
        <summary>{schedules.length === 0 ? 'The policy' : 'The policy and its schedule'}</summary>
        {documents.map((document, index) => (
          <pre key={String(index)}>{JSON.stringify(document, undefined, 2)}</pre>
        ))}
      </details>
    </section>
  );
}

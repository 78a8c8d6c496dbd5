import type { Shown } from '../../elements/shown.ts';
import type { TriedPolicy } from '../../model/replay-policies.ts';
import { formatMoment, withTimesIn } from '../../model/times.ts';
import { formatSeconds } from '../../model/words.ts';

type Wait = TriedPolicy['longestWaits'][number];

interface LongestWaitsProps {
  readonly shown: Shown;
  readonly name: string;
  readonly waits: readonly Wait[];
  readonly chosen: Wait | undefined;
  readonly onChoose: (wait: Wait) => void;
}

/** The longest waits and their reasons; each leads to its place in the timeline. */
export function LongestWaits({ shown: { zone }, name, waits, chosen, onChoose }: LongestWaitsProps) {
  return (
    <section class="card" aria-labelledby="hurt">
      <h2 id="hurt">What would have hurt under {name}</h2>
      {waits.length === 0 && <p class="quiet">Nothing: no job would have waited longer than with all nodes on.</p>}
      <ol class="waits">
        {waits.map((wait) => (
          <li key={`${wait.at} ${wait.family} ${wait.waitS}`} class={wait === chosen ? 'chosen' : ''}>
            <button type="button" class="link" aria-pressed={wait === chosen} onClick={() => onChoose(wait)}>
              {formatMoment(wait.at, zone)}
            </button>{' '}
            <span class="name">{wait.family}</span>, {wait.tasks} {wait.tasks === 1 ? 'task' : 'tasks'}, waited{' '}
            <strong>{formatSeconds(wait.waitS)}</strong>
            <span class="quiet small">{withTimesIn(wait.because, zone)}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}

import type { ApiError } from '../data/api.ts';
import type { Shown } from '../elements/shown.ts';
import { hashOf, VIEWS, type View } from '../model/route.ts';
import { formatMoment, placeOf, ZONE_CHOICES, type ZoneChoice } from '../model/times.ts';
import { Stop } from './stop.tsx';

interface HeaderProps {
  readonly shown: Shown;
  readonly onChoice: (choice: ZoneChoice) => void;
  /** `undefined` without a key. */
  readonly onForget: (() => void) | undefined;
  /** Why the app does not respond. */
  readonly lost: ApiError | undefined;
}

const NAMES: Readonly<Record<View, string>> = {
  pools: 'Pools',
  schedules: 'Schedules',
  policies: 'Policies',
  audit: 'Audit log',
  savings: 'Savings',
  deliveries: 'Deliveries',
};

const CHOICES: Readonly<Record<ZoneChoice, string>> = {
  pool: "the pool's time",
  local: 'your time',
  UTC: 'UTC',
};

/** The head of the page: navigation, the current time, and one message if the app does not respond. */
export function Header({ shown, onChoice, onForget, lost }: HeaderProps) {
  const { now, zone, choice, routing } = shown;
  return (
    <header>
      <h1>
        <span class={`lamp ${lost === undefined ? 'running' : 'trouble'}`} aria-hidden="true" /> Lamplighter
      </h1>
      <nav aria-label="Views">
        {VIEWS.map((view) => (
          <a key={view} href={hashOf({ view })} aria-current={routing.route.view === view ? 'page' : undefined}>
            {NAMES[view]}
          </a>
        ))}
      </nav>
      <div class="tools">
        <p class="clock">
          {now !== undefined && <time dateTime={now}>{formatMoment(now, zone)}</time>}{' '}
          <span class="quiet">{placeOf(zone)}</span>
        </p>
        <label>
          <span>Times in</span>
          <select value={choice} onChange={(event) => onChoice(event.currentTarget.value as ZoneChoice)}>
            {ZONE_CHOICES.map((one) => (
              <option key={one} value={one}>
                {CHOICES[one]}
              </option>
            ))}
          </select>
        </label>
        {now !== undefined && <Stop shown={shown} />}
        {onForget !== undefined && (
          <button type="button" onClick={onForget}>
            Forget key
          </button>
        )}
      </div>
      <p class="lost" role="status">
        {lost !== undefined &&
          `${lost.status === 0 ? lost.message : `The app responds with an error: ${lost.message}`} ${now === undefined ? '' : `The data is from ${formatMoment(now, zone)}. `}The page tries again.`}
      </p>
    </header>
  );
}

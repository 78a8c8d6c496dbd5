import { useEffect, useMemo, useState } from 'preact/hooks';
import type { Accounts } from '../../api/accounts.ts';
import { apiWith } from '../data/api.ts';
import { useAnswer } from '../data/use-answer.ts';
import { formatMoment, type Zone } from '../model/times.ts';
import { Account } from './account.tsx';
import { Failure } from './failure.tsx';
import { PoolView } from './pool-view.tsx';
import type { Shown } from './shown.ts';
import { useSelection } from './use-selection.ts';

interface WatchProps {
  readonly accessKey: string;
  readonly onForget: () => void;
  readonly onRefused: () => void;
}

/** All accounts with their pools, and the pool that is chosen. */
export function Watch({ accessKey, onForget, onRefused }: WatchProps) {
  const ask = useMemo(() => apiWith(accessKey), [accessKey]);
  const { answer, error } = useAnswer<Accounts>(ask, { question: 'accounts' });
  const [zone, setZone] = useState<Zone>('UTC');
  const selection = useSelection();
  const { selected } = selection;
  useEffect(() => {
    if (error?.status === 401) onRefused();
  }, [error]);
  const shown: Shown = { ask, zone, now: answer?.now };
  return (
    <>
      <Header now={answer?.now} zone={zone} onZone={setZone} onForget={onForget} isStale={error !== undefined} />
      <main>
        <Failure error={error} what="The accounts" isStale={answer !== undefined} />
        {answer === undefined && error === undefined && <p class="quiet">Asking the app …</p>}
        {answer?.accounts.length === 0 && <p class="quiet">The settings name no account: set BATCH_ACCOUNTS.</p>}
        {answer?.accounts.map(({ name }) => (
          <Account key={name} shown={shown} account={name} selection={selection} />
        ))}
        {selected !== undefined && (
          <PoolView key={`${selected.account}/${selected.pool}`} shown={shown} {...selected} />
        )}
      </main>
    </>
  );
}

interface HeaderProps {
  readonly now: string | undefined;
  readonly zone: Zone;
  readonly onZone: (zone: Zone) => void;
  readonly onForget: () => void;
  readonly isStale: boolean;
}

function Header({ now, zone, onZone, onForget, isStale }: HeaderProps) {
  return (
    <header>
      <h1>
        <span class={`lamp ${isStale ? 'trouble' : 'running'}`} aria-hidden="true" /> Lamplighter
      </h1>
      <p class="clock">
        {now === undefined ? '' : <time dateTime={now}>{formatMoment(now, zone)}</time>}
        <span class="quiet"> {zone === 'UTC' ? 'UTC' : 'your time'}</span>
      </p>
      <div class="tools">
        <button type="button" aria-pressed={zone === 'local'} onClick={() => onZone(zone === 'UTC' ? 'local' : 'UTC')}>
          {zone === 'UTC' ? 'Show my time' : 'Show UTC'}
        </button>
        <button type="button" onClick={onForget}>
          Forget key
        </button>
      </div>
    </header>
  );
}

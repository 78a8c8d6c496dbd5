import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Accounts } from '../../api/accounts.ts';
import { apiWith } from '../data/api.ts';
import { useKeptChoice } from '../data/kept-choice.ts';
import { useAnswer } from '../data/use-answer.ts';
import { useRoute } from '../data/use-route.ts';
import { Failure } from '../elements/failure.tsx';
import { Lost } from '../elements/lost.ts';
import type { Shown } from '../elements/shown.ts';
import { setPresent, ZONE_CHOICES, zoneFor } from '../model/times.ts';
import { AuditView } from './audit/audit-view.tsx';
import { DeliveriesView } from './deliveries/deliveries-view.tsx';
import { DocumentsView } from './documents/documents-view.tsx';
import { Header } from './header.tsx';
import { PoolsView } from './pools/pools-view.tsx';
import { ReplayView } from './replay/replay-view.tsx';
import { SavingsPage } from './savings/savings-page.tsx';

interface AppProps {
  /** `undefined` tries the sign-in of the platform. */
  readonly accessKey: string | undefined;
  readonly onForget: () => void;
  readonly onRefused: () => void;
  readonly onAccepted: () => void;
}

/** The page after authentication: its head, and the view that the address names. */
export function App({ accessKey, onForget, onRefused, onAccepted }: AppProps) {
  const api = useMemo(() => apiWith(accessKey), [accessKey]);
  const { answer, error } = useAnswer<Accounts>(api.ask, { question: 'accounts' });
  const [choice, setChoice] = useKeptChoice('times', ZONE_CHOICES, 'pool');
  const [changes, setChanges] = useState(0);
  const routing = useRoute();
  useEffect(() => {
    if (error?.status === 401 || (error?.status === 403 && accessKey === undefined)) onRefused();
    if (error === undefined && answer !== undefined) onAccepted();
  }, [error, answer]);
  // Before the parts of the page are rendered, which show moments.
  setPresent(answer?.now);
  const shown: Shown = {
    ...api,
    routing,
    choice,
    zone: zoneFor(choice, undefined),
    now: answer?.now,
    changes,
    onChange: () => setChanges((count) => count + 1),
  };
  const isClosed = answer === undefined && error?.status === 401;
  if (isClosed) return null;
  const isLost = error !== undefined && (error.status === 0 || error.status >= 500);
  return (
    <Lost.Provider value={isLost}>
      <button type="button" class="skip" onClick={() => document.getElementById('main')?.focus()}>
        Skip to the content
      </button>
      <Header
        shown={shown}
        onChoice={setChoice}
        onForget={accessKey === undefined ? undefined : onForget}
        lost={isLost ? error : undefined}
      />
      <main id="main" tabIndex={-1}>
        <Failure error={error} what="The accounts" isStale={answer !== undefined} />
        {answer === undefined && error === undefined && <p class="quiet">Checking with the app …</p>}
        {answer?.accounts.length === 0 && (
          <p class="quiet">There is no account: BATCH_ACCOUNTS names none, or your roles include none of them.</p>
        )}
        {answer !== undefined && <View shown={shown} accounts={answer.accounts.map(({ name }) => name)} />}
      </main>
    </Lost.Provider>
  );
}

/** A view takes the focus when the user navigates to it, so that screen readers read it. */
function View({ shown, accounts }: { readonly shown: Shown; readonly accounts: readonly string[] }) {
  const { view, path } = shown.routing.route;
  const [account = '', pool = '', part] = path;
  const isReplay = view === 'pools' && part === 'replay';
  const isFirst = useRef(true);
  useEffect(() => {
    if (!isFirst.current) document.getElementById('main')?.focus({ preventScroll: true });
    isFirst.current = false;
    scrollTo(0, 0);
  }, [view, isReplay]);
  switch (view) {
    case 'pools':
      return isReplay ? (
        <ReplayView key={`${account}/${pool}`} shown={shown} account={account} pool={pool} />
      ) : (
        <PoolsView shown={shown} accounts={accounts} />
      );
    case 'schedules':
    case 'policies':
      return <DocumentsView key={view} shown={shown} kind={view} id={path[0]} />;
    case 'audit':
      return <AuditView shown={shown} />;
    case 'savings':
      return <SavingsPage shown={shown} />;
    case 'deliveries':
      return <DeliveriesView shown={shown} id={path[0]} />;
  }
}

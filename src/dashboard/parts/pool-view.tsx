import { useState } from 'preact/hooks';
import { History } from './history.tsx';
import { SavingsView } from './savings-view.tsx';
import type { PoolId, Shown } from './shown.ts';
import { TimelineView } from './timeline-view.tsx';
import { Why } from './why.tsx';

/** Everything about the chosen pool. */
export function PoolView({ shown, account, pool }: PoolId & { readonly shown: Shown }) {
  const [correlation, setCorrelation] = useState<string | undefined>(undefined);
  return (
    <>
      <TimelineView shown={shown} account={account} pool={pool} />
      <div class="columns">
        <Why shown={shown} account={account} pool={pool} />
        <SavingsView shown={shown} account={account} pool={pool} />
      </div>
      <History shown={shown} account={account} pool={pool} correlation={correlation} onCorrelation={setCorrelation} />
    </>
  );
}

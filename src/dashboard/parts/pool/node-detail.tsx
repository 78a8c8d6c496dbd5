import { useState } from 'preact/hooks';
import type { Explanation } from '../../../api/explanation.ts';
import type { PoolId, Shown } from '../../elements/shown.ts';
import type { ActInput } from '../../model/act-forms.ts';
import { lampOf } from '../../model/lamps.ts';
import { formatDistance, formatMoment, withTimesIn } from '../../model/times.ts';
import { ActDialog } from '../acts/act-dialog.tsx';
import { AuditList } from '../audit/audit-list.tsx';
import { NodeHealth } from './node-health.tsx';
import { NodeStates } from './node-states.tsx';
import { NodeTasks } from './node-tasks.tsx';

interface NodeDetailProps extends PoolId {
  readonly shown: Shown;
  readonly decision: Explanation['decisions'][number];
  readonly at: string;
}

/** One node: its state, its tasks, the reason for its decision, the health of its extensions, and every decision about it. */
export function NodeDetail({ shown, account, pool, decision, at }: NodeDetailProps) {
  const [pin, setPin] = useState<'on' | 'off' | undefined>(undefined);
  const { node, facts, rule, reason, action, wouldChange } = decision;
  const { zone } = shown;
  return (
    <section class="node-detail" aria-labelledby="node-name">
      <div class="heading">
        <h3 id="node-name" class="id">
          {node}
        </h3>
        <div class="tools">
          <button type="button" onClick={() => setPin('on')}>
            Pin on
          </button>
          <button type="button" onClick={() => setPin('off')}>
            Pin off
          </button>
        </div>
      </div>
      <dl class="facts">
        <dt>State</dt>
        <dd>
          <span class={`lamp ${lampOf(facts.state ?? '')}`} aria-hidden="true" /> {facts.state ?? 'unknown'}
          {facts.since !== null && ` since ${formatMoment(facts.since, zone)}, ${formatDistance(facts.since, at)}`}
        </dd>
        <dt>Tasks that run</dt>
        <dd>{facts.runningTasks ?? 'unknown'}</dd>
        <dt>Decision</dt>
        <dd>
          {action === 'none' ? 'stays as it is' : action}: {withTimesIn(reason, zone)}{' '}
          <span class="quiet">({rule})</span>
        </dd>
        {wouldChange !== null && (
          <>
            <dt>Would change it</dt>
            <dd>{withTimesIn(wouldChange, zone)}</dd>
          </>
        )}
      </dl>
      <NodeHealth shown={shown} account={account} pool={pool} node={node} />
      <NodeTasks shown={shown} account={account} pool={pool} node={node} />
      <NodeStates
        shown={shown}
        account={account}
        pool={pool}
        node={node}
        at={at}
        state={facts.state === null ? undefined : { state: facts.state, since: facts.since }}
      />
      <h3>Every decision about it, and its outcome</h3>
      <AuditList shown={shown} filter={{ account, pool, node }} />
      {pin !== undefined && (
        <ActDialog
          shown={shown}
          zone={zone}
          account={account}
          pool={pool}
          name="pin"
          initial={pinned(pin, node, shown.now)}
          onClose={() => setPin(undefined)}
        />
      )}
    </section>
  );
}

function pinned(pin: 'on' | 'off', node: string, now: string | undefined): Partial<ActInput> {
  const until = now === undefined ? undefined : new Date(Date.parse(now) + 24 * 3_600_000).toISOString();
  return { on: pin === 'on' ? [node] : [], off: pin === 'off' ? [node] : [], until };
}

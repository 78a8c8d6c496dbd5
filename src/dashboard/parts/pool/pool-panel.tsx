import type { Plan, Pool } from '../../../api/pool.ts';
import { useAnswer } from '../../data/use-answer.ts';
import { Failure } from '../../elements/failure.tsx';
import { Lamps } from '../../elements/lamps.tsx';
import { type PoolId, poolPath, type Shown } from '../../elements/shown.ts';
import { describeLamps } from '../../model/lamps.ts';
import { hashOf } from '../../model/route.ts';
import { formatDistance, formatMomentAt, withTimesIn, zoneFor } from '../../model/times.ts';
import { describeCapacity, describePlan } from '../../model/words.ts';
import { ActBar } from '../acts/act-bar.tsx';
import { AuditList } from '../audit/audit-list.tsx';
import { Nodes } from './nodes.tsx';
import { SavingsView } from './savings-view.tsx';
import { TimelineView } from './timeline-view.tsx';

interface PoolPanelProps extends PoolId {
  readonly shown: Shown;
  /** The pool from the list, until its own response arrives. */
  readonly known: Pool | undefined;
}

/** One pool: its state, possible acts, timeline, nodes with reasons, savings and audit log. */
export function PoolPanel({ shown: page, account, pool, known }: PoolPanelProps) {
  const { answer, error } = useAnswer<Pool>(page.ask, {
    question: poolPath({ account, pool }),
    version: page.changes,
  });
  const seen = answer ?? known;
  const zone = zoneFor(page.choice, seen?.timeZone);
  const shown = { ...page, zone };
  const { node: _, range: __, ...query } = page.routing.route.query;
  return (
    <div class="pool-panel">
      <section class="card" aria-labelledby="pool-name">
        <div class="heading">
          <h2 id="pool-name">
            Pool <span class="name">{pool}</span>
          </h2>
          <a href={hashOf({ view: 'pools', path: [account, pool, 'replay'] })}>Try policies on its last month</a>
          <a href={hashOf({ view: 'pools', query })}>Close</a>
        </div>
        <Failure error={error} what="The pool" isStale={seen !== undefined} />
        {seen !== undefined && <Summary pool={seen} shown={shown} />}
        <ActBar shown={shown} zone={zone} account={account} pool={pool} known={seen} />
      </section>
      <TimelineView shown={shown} account={account} pool={pool} />
      <Nodes shown={shown} account={account} pool={pool} />
      <SavingsView shown={shown} account={account} pool={pool} />
      <section class="card" aria-labelledby="pool-audit">
        <h2 id="pool-audit">Audit log of {pool}</h2>
        <AuditList shown={shown} filter={{ account, pool }} />
      </section>
    </div>
  );
}

function Summary({ pool, shown: { zone, now } }: { readonly pool: Pool; readonly shown: Shown }) {
  const { capacity, policy, reason, lastPlan, states } = pool;
  const next = capacity?.next ?? undefined;
  return (
    <>
      <Lamps states={states} />
      <p class="quiet small">{describeLamps(states)}</p>
      <dl class="facts">
        <dt>Asked for</dt>
        <dd>
          {capacity === null
            ? (reason ?? '–')
            : `${describeCapacity(capacity.now)} (${withTimesIn(capacity.now.because.join(', '), zone) || 'no schedule'})`}
        </dd>
        <dt>Next change</dt>
        <dd>
          {next === undefined
            ? 'none in sight'
            : `${formatMomentAt(next.at, zone)}${now === undefined ? '' : `, ${formatDistance(next.at, now)}`}: ${describeCapacity(next)}`}
        </dd>
        <dt>Policy</dt>
        <dd>{policy === null ? `none: ${reason}` : <PolicyLink id={policy.id} mode={policy.mode} />}</dd>
        <dt>Last plan</dt>
        <dd>
          {withTimesIn(describePlan(lastPlan), zone)}
          {lastPlan !== null && <span class="quiet"> {formatMomentAt(lastPlan.at, zone)}</span>}
          {lastPlan !== null && <HeldBack plan={lastPlan} />}
        </dd>
      </dl>
    </>
  );
}

/** Why starts fail, what holds acts of the last plan back, and the sibling that starts nodes in place of the pool. */
function HeldBack({ plan: { broken, halts, sibling } }: { readonly plan: Plan }) {
  return (
    <>
      {broken !== null && <span class="error small">{broken}</span>}
      {halts.map(({ action, rule, nodes, because }) => (
        <span class="error small" key={`${action} ${rule}`}>
          {nodes} to {action} later: {because}
        </span>
      ))}
      {sibling !== null && (
        <span class="quiet small">
          {sibling.pool} is asked for {sibling.nodes} in its place
        </span>
      )}
    </>
  );
}

function PolicyLink({ id, mode }: { readonly id: string; readonly mode: string }) {
  const name = id.split('@')[0] ?? id;
  return (
    <>
      <a href={hashOf({ view: 'policies', path: [name] })}>{name}</a>
      <span class={`badge ${mode}`}>{mode}</span>
    </>
  );
}

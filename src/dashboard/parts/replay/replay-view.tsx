import type { Pool } from '../../../api/pool.ts';
import type { Replay } from '../../../api/replays.ts';
import { useAnswer } from '../../data/use-answer.ts';
import { Failure } from '../../elements/failure.tsx';
import { type PoolId, poolPath, type Shown } from '../../elements/shown.ts';
import { shownPolicy, triedPolicies } from '../../model/replay-policies.ts';
import { hashOf } from '../../model/route.ts';
import { zoneFor } from '../../model/times.ts';
import { Frontier } from './frontier.tsx';
import { LookInto } from './look-into.tsx';
import { Recommended } from './recommended.tsx';
import { ReplayForm } from './replay-form.tsx';
import { ReplayState } from './replay-state.tsx';
import { type KnownReplay, useReplay } from './use-replay.ts';

const SLOW = 12;

/** A replay of policies on the recorded demand of a pool: their cost and waits, over time, and the longest waits. */
export function ReplayView({ shown: page, account, pool }: PoolId & { readonly shown: Shown }) {
  const { answer: known, error } = useAnswer<Pool>(page.ask, { question: poolPath({ account, pool }), slow: SLOW });
  const last = useReplay(page, { account, pool });
  const { replay, isMissing, isWorking } = last;
  const shown = { ...page, zone: zoneFor(page.choice, known?.timeZone) };
  return (
    <>
      <section class="card" aria-labelledby="replay">
        <div class="heading">
          <h2 id="replay">
            Policies tried on <span class="name">{pool}</span>
          </h2>
          <a href={hashOf({ view: 'pools', path: [account, pool] })}>Back to the pool</a>
        </div>
        <Failure error={error} what="The pool" isStale={known !== undefined} />
        <NoReplay last={last} isNamed={page.routing.route.query['id'] !== undefined} />
        {replay !== undefined && <ReplayState shown={shown} replay={replay} isWorking={isWorking} />}
        {known !== undefined && (
          <ReplayForm
            shown={shown}
            known={known}
            isOpen={isMissing || replay?.status === 'failed'}
            isWorking={isWorking}
          />
        )}
      </section>
      {replay !== undefined && <Results shown={shown} replay={replay} />}
    </>
  );
}

interface NoReplayProps {
  readonly last: KnownReplay;
  /** Whether the address names a replay. */
  readonly isNamed: boolean;
}

/** Why no replay is shown. */
function NoReplay({ last: { replay, error, isMissing }, isNamed }: NoReplayProps) {
  if (!isMissing) {
    return (
      <>
        <Failure error={error} what="The replay" isStale={replay !== undefined} />
        {replay === undefined && error === undefined && <p class="quiet">Loading the last replay …</p>}
      </>
    );
  }
  return (
    <p>
      {isNamed
        ? 'This replay no longer exists: replays are kept for 30 days.'
        : 'No replay yet. A replay tries policies on the recorded demand of the pool, and does not affect the pool.'}
    </p>
  );
}

function Results({ shown, replay }: { readonly shown: Shown; readonly replay: Replay }) {
  const { recommendation, demand } = replay;
  const policies = triedPolicies(replay);
  const named = shown.routing.route.query['policy'];
  const chosen = shownPolicy(policies, { named, proposed: recommendation?.result });
  if (chosen === undefined) return null;
  return (
    <>
      <Frontier shown={shown} replay={replay} policies={policies} chosen={chosen} />
      {recommendation !== null && <Recommended recommendation={recommendation} />}
      {demand !== null && <LookInto key={chosen.key} shown={shown} policy={chosen} until={demand.until} />}
    </>
  );
}

import type { Replay } from '../../../api/replays.ts';
import type { Shown } from '../../elements/shown.ts';
import { replayCaveats } from '../../model/replay-words.ts';
import { hashOf } from '../../model/route.ts';
import { describeActor } from '../../model/story.ts';
import { formatMoment } from '../../model/times.ts';
import { formatHours } from '../../model/words.ts';

interface ReplayStateProps {
  readonly shown: Shown;
  readonly replay: Replay;
  readonly isWorking: boolean;
}

/** The progress of a replay, its input, and its limitations. */
export function ReplayState({ shown, replay, isWorking }: ReplayStateProps) {
  const { progress, status, problem, id, account, pool } = replay;
  return (
    <>
      <p role="status">{isWorking ? progressOf(replay) : status === 'done' ? 'All policies were tried.' : ''}</p>
      {isWorking && <progress aria-label="Policies tried" max={progress.of ?? 1} value={progress.policies} />}
      {status === 'failed' && (
        <p class="error" role="alert">
          It has failed. {problem}
        </p>
      )}
      <Facts shown={shown} replay={replay} />
      {replayCaveats(replay, shown.now ?? replay.requestedAt).map((caveat) => (
        <p key={caveat} class="caveat">
          {caveat}
        </p>
      ))}
      <p class="small">
        <a href={hashOf({ view: 'pools', path: [account, pool, 'replay'], query: { id } })}>
          The address of this replay
        </a>{' '}
        <span class="quiet">shows it for 30 days, also after another was started.</span>
      </p>
    </>
  );
}

function progressOf({ progress, status }: Replay): string {
  if (status === 'waiting') return 'It is queued, and begins when the app is free.';
  return `${progress.policies} of ${progress.of ?? '…'} policies were tried. Those below have their results.`;
}

function Facts({ shown: { zone }, replay }: Pick<ReplayStateProps, 'shown' | 'replay'>) {
  const { requestedAt, actor, demand, simulated, limit } = replay;
  return (
    <dl class="facts">
      <dt>Asked for</dt>
      <dd>
        {formatMoment(requestedAt, zone)} by {describeActor(actor)}
      </dd>
      {demand !== null && (
        <>
          <dt>Tried on</dt>
          <dd>
            {demand.tasks} tasks from {formatMoment(demand.from, zone)} to {formatMoment(demand.until, zone)}; costs and
            waits count from {formatMoment(demand.scoredFrom, zone)} on, as policies learn before
          </dd>
        </>
      )}
      {simulated !== null && (
        <>
          <dt>Simulated</dt>
          <dd>
            {simulated.nodes} nodes with {simulated.tasksPerNode} {simulated.tasksPerNode === 1 ? 'task' : 'tasks'} at
            once; half of the starts take at most {Math.round(simulated.startMedianSeconds)} s
          </dd>
        </>
      )}
      {limit !== null && (
        <>
          <dt>The limit</dt>
          <dd>
            {formatHours(limit.nodeHours)} node-hours: the least for which no task waits longer than with all nodes
            always on, which takes {formatHours(limit.alwaysOnHours)}
          </dd>
        </>
      )}
    </dl>
  );
}

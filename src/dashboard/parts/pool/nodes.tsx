import { useCallback } from 'preact/hooks';
import type { Explanation } from '../../../api/explanation.ts';
import { useAnswer } from '../../data/use-answer.ts';
import { Failure } from '../../elements/failure.tsx';
import { Legend } from '../../elements/legend.tsx';
import { type PoolId, poolPath, type Shown } from '../../elements/shown.ts';
import { formatDistance, formatMoment, withTimesIn } from '../../model/times.ts';
import { NodeDetail } from './node-detail.tsx';
import { NodeTiles } from './node-tiles.tsx';

/** The nodes of a pool as tiles, grouped by the reasons for their decisions, with one of them in detail. */
export function Nodes({ shown, account, pool }: PoolId & { readonly shown: Shown }) {
  const { answer, error } = useAnswer<Explanation>(shown.ask, {
    question: `${poolPath({ account, pool })}/explain`,
    slow: 2,
    version: shown.changes,
  });
  const chosen = shown.routing.route.query['node'] ?? '';
  const { show } = shown.routing;
  const choose = useCallback((node: string) => show({ node }), [show]);
  const decision = answer?.decisions.find(({ node }) => node === chosen);
  return (
    <section class="card" aria-labelledby="why">
      <div class="heading">
        <h2 id="why">Why its nodes are on or off</h2>
        <Legend />
      </div>
      <Failure error={error} what="The reasons" isStale={answer !== undefined} />
      {answer === undefined && error === undefined && <p class="quiet">Asking why …</p>}
      {answer?.nextChange != null && (
        <p class="quiet">
          Next change {formatMoment(answer.nextChange, shown.zone)}, {formatDistance(answer.nextChange, answer.at)}.
        </p>
      )}
      {answer?.leftAlone != null && <p>Left alone: {withTimesIn(answer.leftAlone, shown.zone)}</p>}
      {answer?.notes.map((note) => (
        <p key={note} class="quiet">
          {withTimesIn(note, shown.zone)}
        </p>
      ))}
      {answer?.decisions.length === 0 && <p class="quiet">The pool has no nodes.</p>}
      {answer !== undefined && (
        <NodeTiles decisions={answer.decisions} zone={shown.zone} chosen={chosen} onChoose={choose} />
      )}
      {decision !== undefined && answer !== undefined && (
        <NodeDetail key={chosen} shown={shown} account={account} pool={pool} decision={decision} at={answer.at} />
      )}
    </section>
  );
}

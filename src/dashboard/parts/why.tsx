import type { Explanation } from '../../api/explanation.ts';
import { useAnswer } from '../data/use-answer.ts';
import { lampOf } from '../model/lamps.ts';
import { formatDistance, formatMoment } from '../model/times.ts';
import { shortNode } from '../model/words.ts';
import { Failure } from './failure.tsx';
import { type PoolId, poolPath, type Shown } from './shown.ts';

/** The most nodes that the table shows; those with something to do come first. */
const MOST = 100;

/** Why each node of a pool is as it is. */
export function Why({ shown, account, pool }: PoolId & { readonly shown: Shown }) {
  const { answer, error } = useAnswer<Explanation>(shown.ask, {
    question: `${poolPath({ account, pool })}/explain`,
    slow: 2,
  });
  return (
    <section class="card" aria-labelledby="why">
      <div class="heading">
        <h2 id="why">Why its nodes are as they are</h2>
        {answer?.nextChange != null && (
          <p class="quiet small">
            next change {formatMoment(answer.nextChange, shown.zone)}, {formatDistance(answer.nextChange, answer.at)}
          </p>
        )}
      </div>
      <Failure error={error} what="The reasons" isStale={answer !== undefined} />
      {answer === undefined && error === undefined && <p class="quiet">Asking why …</p>}
      {answer?.leftAlone != null && <p>Left alone: {answer.leftAlone}</p>}
      {answer?.notes.map((note) => (
        <p key={note} class="quiet">
          {note}
        </p>
      ))}
      {answer !== undefined && <Decisions answer={answer} shown={shown} />}
    </section>
  );
}

function Decisions({ answer, shown }: { readonly answer: Explanation; readonly shown: Shown }) {
  const { decisions, at } = answer;
  if (decisions.length === 0) return <p class="quiet">The pool has no nodes.</p>;
  const ordered = decisions.toSorted((a, b) => Number(a.action === 'none') - Number(b.action === 'none'));
  return (
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">Node</th>
            <th scope="col">State</th>
            <th scope="col">Decision</th>
          </tr>
        </thead>
        <tbody>
          {ordered.slice(0, MOST).map(({ node, action, rule, reason, wouldChange, facts }) => (
            <tr key={node}>
              <th scope="row" class="id" title={node}>
                {shortNode(node)}
              </th>
              <td>
                <span class="nowrap">
                  <span class={`lamp ${lampOf(facts.state ?? '')}`} aria-hidden="true" /> {facts.state ?? 'unknown'}
                </span>
                {facts.since !== null && (
                  <span class="quiet small" title={formatMoment(facts.since, shown.zone)}>
                    {formatDistance(facts.since, at)}
                  </span>
                )}
              </td>
              <td>
                {action === 'none' ? reason : <strong>{action}: </strong>}
                {action === 'none' ? '' : reason}
                <span class="quiet small">{rule}</span>
                {wouldChange !== null && <span class="quiet small">would change: {wouldChange}</span>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {decisions.length > MOST && <p class="quiet">and {decisions.length - MOST} more nodes</p>}
    </div>
  );
}

import type { Explanation } from '../../../api/explanation.ts';
import { useAnswer } from '../../data/use-answer.ts';
import { Failure } from '../../elements/failure.tsx';
import { LAMP_SAYS, Legend } from '../../elements/legend.tsx';
import { type PoolId, poolPath, type Shown } from '../../elements/shown.ts';
import { useRoving } from '../../elements/use-roving.ts';
import { lampOf } from '../../model/lamps.ts';
import { formatDistance, formatMoment, withTimesIn } from '../../model/times.ts';
import { NodeDetail } from './node-detail.tsx';

type Decision = Explanation['decisions'][number];

/** The nodes of a pool as tiles, grouped by why they are as they are; one of them in detail. */
export function Nodes({ shown, account, pool }: PoolId & { readonly shown: Shown }) {
  const { answer, error } = useAnswer<Explanation>(shown.ask, {
    question: `${poolPath({ account, pool })}/explain`,
    slow: 2,
    version: shown.changes,
  });
  const chosen = shown.routing.route.query['node'] ?? '';
  const decision = answer?.decisions.find(({ node }) => node === chosen);
  return (
    <section class="card" aria-labelledby="why">
      <div class="heading">
        <h2 id="why">Why its nodes are as they are</h2>
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
      {answer !== undefined && <Groups decisions={answer.decisions} shown={shown} chosen={chosen} />}
      {decision !== undefined && answer !== undefined && (
        <NodeDetail key={chosen} shown={shown} account={account} pool={pool} decision={decision} at={answer.at} />
      )}
    </section>
  );
}

interface GroupsProps {
  readonly decisions: readonly Decision[];
  readonly shown: Shown;
  readonly chosen: string;
}

/** Nodes with the same reason stand together; those with something to do come first. */
function Groups({ decisions, shown, chosen }: GroupsProps) {
  const groups = Map.groupBy(
    decisions,
    ({ action, reason }) => `${action === 'none' ? '' : `${action}: `}${generalReason(reason)}`,
  );
  const ordered = [...groups].toSorted(([, a], [, b]) => rank(a) - rank(b));
  const roving = useRoving<HTMLDivElement>('.tile');
  return (
    <div {...roving}>
      {ordered.map(([reason, of]) => (
        <div key={reason} class="reason-group">
          <h3>
            <span class="count">{of.length}</span> {withTimesIn(reason, shown.zone)}
          </h3>
          <div class="tiles">
            {of.map((decision) => (
              <Tile
                key={decision.node}
                decision={decision}
                isChosen={decision.node === chosen}
                onChoose={() => shown.routing.show({ node: decision.node === chosen ? '' : decision.node })}
              />
            ))}
          </div>
        </div>
      ))}
    </div>
  );
}

function rank(decisions: readonly Decision[]): number {
  const [first] = decisions;
  if (first?.action !== 'none') return 0;
  return lampOf(first.facts.state ?? '') === 'trouble' ? 1 : 2;
}

/** What differs from node to node only, a moment or a length of time, makes no other reason. */
function generalReason(reason: string): string {
  return reason.replace(/\bsince \S+Z\b|\bfor PT\S+|\bfor (?:\d+ (?:s|min|h|d)\b ?)+/g, '…');
}

interface TileProps {
  readonly decision: Decision;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
}

function Tile({ decision: { node, facts, action }, isChosen, onChoose }: TileProps) {
  const lamp = lampOf(facts.state ?? '');
  return (
    <button
      type="button"
      class={`tile lamp ${lamp}`}
      aria-pressed={isChosen}
      title={`${node}: ${facts.state ?? 'unknown'}`}
      aria-label={`${node}, ${LAMP_SAYS[lamp]}${action === 'none' ? '' : `, ${action}`}`}
      onClick={onChoose}
    />
  );
}

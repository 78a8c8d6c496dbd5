import type { EffectAnswer } from '../../../api/effects.ts';
import { NodeId } from '../../elements/node-id.tsx';
import { withTimesIn, type Zone } from '../../model/times.ts';
import { describeCapacity } from '../../model/words.ts';
import { OutlookView } from './outlook-view.tsx';

/** The effect of a request, from its dry run. */
export function EffectView({ effect, zone }: { readonly effect: EffectAnswer; readonly zone: Zone }) {
  const { says, pools, poolsInAll, acts, actsInAll, left, leftInAll, avoided, avoidedInAll, warnings } = effect;
  return (
    <div class="effect">
      <p>
        <strong>{withTimesIn(says, zone)}</strong>
      </p>
      {warnings.map(({ path, message }) => (
        <p key={`${path} ${message}`} class="warning">
          {withTimesIn(message, zone)}
        </p>
      ))}
      {pools.slice(0, 20).map(({ account, pool, before, after }) => (
        <div key={`${account}/${pool}`} class="pool-effect">
          {pool}: {stateOf(before)} → {stateOf(after)}
          {before.outlook !== undefined && after.outlook !== undefined && (
            <OutlookView pool={pool} before={before.outlook} after={after.outlook} zone={zone} />
          )}
        </div>
      ))}
      {poolsInAll > 20 && <p class="quiet">and {poolsInAll - 20} more pools</p>}
      <Nodes name="Done because of it" nodes={acts} count={actsInAll} zone={zone} />
      <Nodes name="Otherwise done, and now not" nodes={avoided} count={avoidedInAll} zone={zone} />
      <Nodes name="Stay as they are" nodes={left} count={leftInAll} zone={zone} />
    </div>
  );
}

type State = EffectAnswer['pools'][number]['before'];

function stateOf({ policy, mode, reason, min, max }: State): string {
  if (min === null) return reason ?? 'nothing known';
  return `${describeCapacity({ min, max })} (${policy}${mode === 'observe' ? ', only observes' : ''})`;
}

interface NodesProps {
  readonly name: string;
  /** The first of them. */
  readonly nodes: readonly { readonly node: string; readonly action?: string; readonly reason: string }[];
  /** How many there are in all. */
  readonly count: number;
  readonly zone: Zone;
}

const MOST_LISTED = 50;

function Nodes({ name, nodes, count, zone }: NodesProps) {
  if (count === 0) return null;
  return (
    <details>
      <summary>{`${name} (${count})`}</summary>
      <ul>
        {nodes.slice(0, MOST_LISTED).map(({ node, action, reason }) => (
          <li key={`${node} ${action}`}>
            <NodeId id={node} /> {action}: {withTimesIn(reason, zone)}
          </li>
        ))}
      </ul>
      {count > MOST_LISTED && <p class="quiet">and {count - MOST_LISTED} more</p>}
    </details>
  );
}

import type { EffectAnswer } from '../../../api/effects.ts';
import { NodeId } from '../../elements/node-id.tsx';
import { withTimesIn, type Zone } from '../../model/times.ts';
import { describeCapacity } from '../../model/words.ts';
import { OutlookView } from './outlook-view.tsx';

/** The effect of a request, from its dry run. */
export function EffectView({ effect, zone }: { readonly effect: EffectAnswer; readonly zone: Zone }) {
  const { says, pools, poolsInAll, acts, actsInAll, left, avoided, warnings } = effect;
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
      <Nodes name={`Done because of it (${actsInAll})`} nodes={acts} zone={zone} />
      <Nodes name={`Otherwise done, and now not (${avoided.length})`} nodes={avoided} zone={zone} />
      <Nodes name={`Stay as they are (${left.length})`} nodes={left} zone={zone} />
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
  readonly nodes: readonly { readonly node: string; readonly action?: string; readonly reason: string }[];
  readonly zone: Zone;
}

function Nodes({ name, nodes, zone }: NodesProps) {
  if (nodes.length === 0) return null;
  return (
    <details>
      <summary>{name}</summary>
      <ul>
        {nodes.slice(0, 50).map(({ node, action, reason }) => (
          <li key={`${node} ${action}`}>
            <NodeId id={node} /> {action}: {withTimesIn(reason, zone)}
          </li>
        ))}
      </ul>
      {nodes.length > 50 && <p class="quiet">and {nodes.length - 50} more</p>}
    </details>
  );
}

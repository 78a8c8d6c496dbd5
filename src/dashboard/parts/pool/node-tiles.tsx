import { useMemo } from 'preact/hooks';
import { LAMP_SAYS } from '../../elements/legend.tsx';
import { memo } from '../../elements/memo.ts';
import { useRoving } from '../../elements/use-roving.ts';
import { lampOf } from '../../model/lamps.ts';
import { type Decision, groupsOf, type ReasonGroup } from '../../model/reason-groups.ts';
import { withTimesIn, type Zone } from '../../model/times.ts';

interface NodeTilesProps {
  readonly decisions: readonly Decision[];
  readonly zone: Zone;
  /** The node that is shown in detail; empty for none. */
  readonly chosen: string;
  readonly onChoose: (node: string) => void;
}

/** The nodes of a pool as tiles. There may be thousands, so only groups and tiles that change are rendered again. */
export function NodeTiles({ decisions, zone, chosen, onChoose }: NodeTilesProps) {
  const groups = useMemo(() => groupsOf(decisions), [decisions]);
  const roving = useRoving<HTMLDivElement>('.tile');
  return (
    <div {...roving}>
      {groups.map((group) => (
        <Group
          key={group.reason}
          group={group}
          zone={zone}
          chosen={group.decisions.some(({ node }) => node === chosen) ? chosen : ''}
          onChoose={onChoose}
        />
      ))}
    </div>
  );
}

interface GroupProps extends Omit<NodeTilesProps, 'decisions'> {
  readonly group: ReasonGroup;
}

const Group = memo(({ group: { reason, decisions }, zone, chosen, onChoose }: GroupProps) => (
  <div class="reason-group">
    <h3>
      <span class="count">{decisions.length}</span> {withTimesIn(reason, zone)}
    </h3>
    <div class="tiles">
      {decisions.map(({ node, facts, action }) => (
        <Tile
          key={node}
          node={node}
          state={facts.state ?? undefined}
          action={action}
          isChosen={node === chosen}
          onChoose={onChoose}
        />
      ))}
    </div>
  </div>
));

interface TileProps {
  readonly node: string;
  readonly state: string | undefined;
  readonly action: Decision['action'];
  readonly isChosen: boolean;
  readonly onChoose: (node: string) => void;
}

const Tile = memo(({ node, state, action, isChosen, onChoose }: TileProps) => {
  const lamp = lampOf(state ?? '');
  return (
    <button
      type="button"
      class={`tile lamp ${lamp}`}
      aria-pressed={isChosen}
      title={`${node}: ${state ?? 'unknown'}`}
      aria-label={`${node}, ${LAMP_SAYS[lamp]}${action === 'none' ? '' : `, ${action}`}`}
      onClick={() => onChoose(isChosen ? '' : node)}
    />
  );
});

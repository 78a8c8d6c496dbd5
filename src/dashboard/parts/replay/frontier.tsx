import type { Replay } from '../../../api/replays.ts';
import type { Shown } from '../../elements/shown.ts';
import { frontierPoints } from '../../model/replay-frontier.ts';
import type { TriedPolicy } from '../../model/replay-policies.ts';
import { FrontierChart } from './frontier-chart.tsx';
import { FrontierTable } from './frontier-table.tsx';

interface FrontierProps {
  readonly shown: Shown;
  readonly replay: Replay;
  readonly policies: readonly TriedPolicy[];
  readonly chosen: TriedPolicy;
}

/** The cost of each policy and how long tasks wait under it, as a chart and as a table. */
export function Frontier({ shown, replay, policies, chosen }: FrontierProps) {
  const choose = (key: string) => shown.routing.show({ policy: key, wait: '' });
  return (
    <section class="card" aria-labelledby="frontier">
      <h2 id="frontier">Cost against wait</h2>
      <ul class="marks" aria-label="What the shapes mean">
        <li>■ asked for</li>
        <li>◆ proposed by the app</li>
        <li>○ compared with them</li>
        <li>× the limit</li>
      </ul>
      <FrontierChart points={frontierPoints(policies)} chosen={chosen.key} onChoose={choose} />
      <FrontierTable replay={replay} policies={policies} chosen={chosen.key} onChoose={choose} />
    </section>
  );
}

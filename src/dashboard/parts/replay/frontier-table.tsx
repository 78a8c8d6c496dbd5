import type { Replay } from '../../../api/replays.ts';
import type { TriedPolicy } from '../../model/replay-policies.ts';
import { formatHours, formatMoney, formatSeconds } from '../../model/words.ts';

interface FrontierTableProps {
  readonly replay: Replay;
  readonly policies: readonly TriedPolicy[];
  readonly chosen: string | undefined;
  readonly onChoose: (key: string) => void;
}

const KINDS: Readonly<Record<TriedPolicy['kind'], string>> = {
  asked: '■ asked for',
  proposed: '◆ proposed',
  baseline: '○ compared',
};

/** The figures of the chart and more; the name of a policy opens its details. */
export function FrontierTable({ replay: { limit, currency }, policies, chosen, onChoose }: FrontierTableProps) {
  const hasKnown = policies.some(({ metrics }) => metrics.known !== null);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached with the keyboard
    <section class="scroll tried" aria-label="Policies by cost and wait" tabIndex={0}>
      <table class="numbers">
        <thead>
          <tr>
            <th scope="col">Policy</th>
            <th scope="col">Cost against the least</th>
            <th scope="col">Node-hours</th>
            {currency !== null && <th scope="col">Cost</th>}
            <th scope="col">Mean wait</th>
            <th scope="col">95 % wait less than</th>
            {hasKnown && <th scope="col">Mean wait of known work</th>}
            <th scope="col">Idle node-hours</th>
            <th scope="col">Starts a day</th>
          </tr>
        </thead>
        <tbody>
          {policies.map(({ key, name, kind, metrics, cost }) => (
            <tr key={key} class={key === chosen ? 'chosen' : ''}>
              <th scope="row">
                <button type="button" class="link" aria-pressed={key === chosen} onClick={() => onChoose(key)}>
                  {name}
                </button>
                <span class="quiet"> {KINDS[kind]}</span>
              </th>
              <td>{metrics.costRatio.toFixed(3)} ×</td>
              <td>{formatHours(metrics.allocatedHours)}</td>
              {currency !== null && <td>{cost === null ? '–' : formatMoney(cost, currency)}</td>}
              <td>{formatSeconds(metrics.waitMeanS)}</td>
              <td>{formatSeconds(metrics.waitP95S)}</td>
              {hasKnown && <td>{metrics.known === null ? '–' : formatSeconds(metrics.known.waitMeanS)}</td>}
              <td>{formatHours(metrics.idleHours)}</td>
              <td>{metrics.startsPerDay.toFixed(0)}</td>
            </tr>
          ))}
          {limit !== null && (
            <tr>
              <th scope="row">
                the limit <span class="quiet">× known before</span>
              </th>
              <td>1.000 ×</td>
              <td>{formatHours(limit.nodeHours)}</td>
              {currency !== null && <td>–</td>}
              <td>0 s</td>
              <td>0 s</td>
              {hasKnown && <td>0 s</td>}
              <td>–</td>
              <td>–</td>
            </tr>
          )}
        </tbody>
      </table>
    </section>
  );
}

import { useMemo } from 'preact/hooks';
import type { Timeline } from '../../../api/timeline.ts';
import { useAnswer } from '../../data/use-answer.ts';
import { Chart } from '../../elements/chart.tsx';
import { Failure } from '../../elements/failure.tsx';
import { type PoolId, poolPath, type Shown } from '../../elements/shown.ts';
import { chartDataOf, describeTimeline } from '../../model/chart-data.ts';
import { formatMoment, withTimesIn } from '../../model/times.ts';
import { describeCapacity } from '../../model/words.ts';

const SPANS = [
  { name: '24 h', range: '1d', back: 24, ahead: 12, slow: 1 },
  { name: '3 days', range: '3d', back: 72, ahead: 24, slow: 2 },
  { name: '7 days', range: '7d', back: 168, ahead: 24, slow: 4 },
  { name: '30 days', range: '30d', back: 720, ahead: 24, slow: 12 },
] as const;

type SpanName = (typeof SPANS)[number]['name'];

/** The nodes of a pool over time, in front of the requested capacity. */
export function TimelineView({ shown, account, pool }: PoolId & { readonly shown: Shown }) {
  const { range } = shown.routing.route.query;
  const name: SpanName = SPANS.find((span) => span.range === range)?.name ?? '24 h';
  const { answer, error } = useAnswer<Timeline>(shown.ask, {
    question: questionOf({ account, pool }, name, shown.now),
    subject: `${account}/${pool} ${name}`,
    version: shown.changes,
    slow: SPANS.find((span) => span.name === name)?.slow ?? 1,
  });
  // The chart is drawn again only when its data change: a canvas takes longer than the rest of the page.
  const data = useMemo(() => answer && chartDataOf(answer), [answer]);
  return (
    <section class="card" aria-labelledby="timeline">
      <div class="heading">
        <h2 id="timeline">
          <span class="name">{pool}</span> over time
        </h2>
        <fieldset class="tools" aria-label="Time shown">
          {SPANS.map((span) => (
            <button
              key={span.name}
              type="button"
              aria-pressed={span.name === name}
              onClick={() => shown.routing.show({ range: span.range === '1d' ? '' : span.range })}
            >
              {span.name}
            </button>
          ))}
        </fieldset>
      </div>
      <Failure error={error} what="The timeline" isStale={answer !== undefined} />
      {answer === undefined || data === undefined ? (
        <p class="chart quiet">{error === undefined ? 'Loading the timeline …' : ''}</p>
      ) : (
        <Chart data={data} label={describeTimeline(answer)} zone={shown.zone} />
      )}
      {answer !== undefined && answer.knownFrom > answer.from && (
        <p class="quiet small">Before {formatMoment(answer.knownFrom, shown.zone)} nothing is known of the pool.</p>
      )}
      {answer !== undefined && <Points answer={answer} shown={shown} />}
    </section>
  );
}

/** Whole hours, so that the request stays the same for a while. */
function questionOf(pool: PoolId, name: SpanName, now: string | undefined): string | undefined {
  const span = SPANS.find((one) => one.name === name);
  if (now === undefined || span === undefined) return undefined;
  const hour = Math.floor(Date.parse(now) / 3_600_000);
  const at = (hours: number) => new Date(hours * 3_600_000).toISOString();
  const query = new URLSearchParams({ from: at(hour - span.back), to: at(hour + span.ahead) });
  return `${poolPath(pool)}/timeline?${query}`;
}

/** The same as a table, for those who do not see the chart. */
function Points({ answer, shown: { zone } }: { readonly answer: Timeline; readonly shown: Shown }) {
  return (
    <details>
      <summary>The same as a table</summary>
      <div class="columns">
        <table>
          <caption>Nodes on</caption>
          <thead>
            <tr>
              <th scope="col">From</th>
              <th scope="col">Nodes</th>
            </tr>
          </thead>
          <tbody>
            {answer.on.slice(-40).map(({ at, nodes }) => (
              <tr key={at}>
                <td>{formatMoment(at, zone)}</td>
                <td>{nodes}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <table>
          <caption>Required, by the present documents</caption>
          <thead>
            <tr>
              <th scope="col">From</th>
              <th scope="col">Nodes</th>
              <th scope="col">Because</th>
            </tr>
          </thead>
          <tbody>
            {answer.requested.map(({ at, because, ...capacity }) => (
              <tr key={at}>
                <td>{formatMoment(at, zone)}</td>
                <td>{describeCapacity(capacity)}</td>
                <td>{withTimesIn(because.join(', '), zone)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

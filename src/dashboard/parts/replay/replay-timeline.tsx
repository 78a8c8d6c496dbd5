import type { RefObject } from 'preact';
import type { Shown } from '../../elements/shown.ts';
import { describeSpan, type TimelineColumns } from '../../model/replay-timeline.ts';
import { MOVES, type Move, momentOf, moved, type Span } from '../../model/replay-window.ts';
import { formatMoment } from '../../model/times.ts';
import { type NamedMoment, TimePlot } from './time-plot.tsx';

interface ReplayTimelineProps {
  /** Gets the focus when the user follows a wait to it. */
  readonly place: RefObject<HTMLDivElement | null>;
  readonly shown: Shown;
  readonly name: string;
  readonly columns: TimelineColumns;
  readonly span: Span;
  readonly marks: readonly NamedMoment[];
  readonly onSpan: (span: Span) => void;
}

const BUTTONS: readonly (readonly [Move, string])[] = [
  ['earlier', 'Earlier'],
  ['later', 'Later'],
  ['nearer', 'Nearer'],
  ['farther', 'Farther'],
  ['all', 'All'],
];

/** Nodes needed and on, and waiting tasks, over time. The user zooms and moves by dragging, buttons and keys. */
export function ReplayTimeline({ place, shown, name, columns, span, marks, onSpan }: ReplayTimelineProps) {
  const move = (by: Move) => onSpan(moved(span, by, columns.whole));
  const seen = `${formatMoment(momentOf(span.from), shown.zone)} – ${formatMoment(momentOf(span.to), shown.zone)}`;
  const says = `${seen}: ${describeSpan(columns, span)}`;
  const props = { columns, span, marks, onSpan, zone: shown.zone };
  return (
    <section class="card" aria-labelledby="replay-timeline">
      <div class="heading">
        <h2 id="replay-timeline">
          The pool under <span class="name">{name}</span>
        </h2>
        <fieldset class="tools" aria-label="Time shown">
          {BUTTONS.map(([by, label]) => (
            <button key={by} type="button" onClick={() => move(by)}>
              {label}
            </button>
          ))}
        </fieldset>
      </div>
      <p id="timeline-keys" class="quiet small">
        Drag over a part to look into it. With the keyboard: + nearer, − farther, ← earlier, → later, Home all. The
        numbers are those of the longest waits.
      </p>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields */}
      <div
        ref={place}
        class="replay-time"
        role="group"
        aria-label={`Timeline of ${name}`}
        aria-describedby="timeline-keys"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: its keys move what is shown
        tabIndex={0}
        onKeyDown={(event) => {
          const by = MOVES[event.key];
          if (by === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
          event.preventDefault();
          move(by);
        }}
      >
        <TimePlot what="nodes" label={`Nodes needed and on. ${says}`} {...props} />
        <TimePlot what="tasks" label={`Tasks waiting. ${says}`} {...props} />
      </div>
      <p class="quiet small" role="status">
        {says}
      </p>
      <TimelineTable shown={shown} columns={columns} span={span} />
    </section>
  );
}

const MOST_ROWS = 96;

/** The same as a table, for those who do not see the charts. */
function TimelineTable({ shown: { zone }, columns, span }: Pick<ReplayTimelineProps, 'shown' | 'columns' | 'span'>) {
  const rows = columns.at
    .map((at, index) => ({ at, index }))
    .filter(({ at, index }) => at < span.to && (columns.at[index + 1] ?? 0) > span.from);
  return (
    <details>
      <summary>The same as a table</summary>
      {rows.length > MOST_ROWS && (
        <p class="quiet small">
          The first {MOST_ROWS} of {rows.length}: look nearer for the others.
        </p>
      )}
      <table class="numbers">
        <thead>
          <tr>
            <th scope="col">From</th>
            <th scope="col">Nodes needed</th>
            <th scope="col">Nodes on</th>
            <th scope="col">Tasks waiting</th>
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, MOST_ROWS).map(({ at, index }) => (
            <tr key={at}>
              <th scope="row">{formatMoment(momentOf(at), zone)}</th>
              <td>{columns.needed[index]}</td>
              <td>{columns.on[index]}</td>
              <td>{columns.waiting[index]}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}

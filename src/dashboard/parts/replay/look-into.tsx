import { useMemo, useRef } from 'preact/hooks';
import type { Shown } from '../../elements/shown.ts';
import type { TriedPolicy } from '../../model/replay-policies.ts';
import { timelineColumns } from '../../model/replay-timeline.ts';
import { aroundWait, queryOf, type Span, spanOf } from '../../model/replay-window.ts';
import { LongestWaits } from './longest-waits.tsx';
import { ReplayTimeline } from './replay-timeline.tsx';

interface LookIntoProps {
  readonly shown: Shown;
  readonly policy: TriedPolicy;
  readonly until: string;
}

/** The details of one policy: its timeline, and the longest waits, each with its place in the timeline. */
export function LookInto({ shown, policy: { name, timeline, longestWaits }, until }: LookIntoProps) {
  const { query } = shown.routing.route;
  const place = useRef<HTMLDivElement>(null);
  const last = timeline.at(-1)?.at;
  const columns = useMemo(() => timelineColumns(timeline, until), [timeline.length, last, until]);
  const span = spanOf(query, columns.whole);
  const chosen = longestWaits[Number(query['wait'] ?? 0) - 1];
  const look = (to: Span, wait = '') => shown.routing.show({ ...queryOf(to, columns.whole), wait });
  if (columns.at.length === 0) return null;
  return (
    <>
      <ReplayTimeline
        place={place}
        shown={shown}
        name={name}
        columns={columns}
        span={span}
        marks={longestWaits.map((wait, index) => ({
          at: Date.parse(wait.at) / 1000,
          name: `${index + 1}`,
          isChosen: wait === chosen,
        }))}
        onSpan={(to) => look(to, query['wait'])}
      />
      <LongestWaits
        shown={shown}
        name={name}
        waits={longestWaits}
        chosen={chosen}
        onChoose={(wait) => {
          look(aroundWait(wait, columns.whole), `${longestWaits.indexOf(wait) + 1}`);
          place.current?.focus();
        }}
      />
    </>
  );
}

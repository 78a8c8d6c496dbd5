import type { Preview } from '../../../api/preview.ts';
import { useAnswer } from '../../data/use-answer.ts';
import { EdgeChanges } from '../../elements/edge-changes.tsx';
import { Failure } from '../../elements/failure.tsx';
import type { Shown } from '../../elements/shown.ts';
import { type Zone, zoneFor } from '../../model/times.ts';
import { addDays, dateNamed, mondayOf, weekOf, weeksLater } from '../../model/week.ts';
import { edgeChanges, edgesOfWeek, saySum, sumOf } from '../../model/week-difference.ts';
import { Days } from './days.tsx';
import { usePreview } from './use-preview.ts';

interface WeekProps {
  readonly shown: Shown;
  /** `undefined` for a schedule that is not saved yet. */
  readonly id: string | undefined;
  /** The typed text, if it differs from the saved one. */
  readonly draft: string | undefined;
  /** The policy whose price is used; by default the first with a price that names the schedule, else the first with a price. */
  readonly policy?: string | undefined;
}

/** A week of a schedule as a calendar, as saved or as typed, with its sum and the differences. */
export function Week({ shown, id, draft, policy }: WeekProps) {
  const { query } = shown.routing.route;
  const monday = dateNamed(query['week']) ?? mondayOf(shown.now);
  const { saved, typed } = usePreview(shown, { id, draft, query: useQuestion(shown, { id, monday, policy }) });
  const unsaved = draft === undefined ? undefined : typed.answer;
  const answer = unsaved ?? saved.answer;
  if (monday === undefined || (answer === undefined && saved.error === undefined)) return null;
  const zone = query['clock'] === 'local' ? 'local' : zoneFor(shown.choice, answer?.timeZone);
  return (
    <section class="card" aria-labelledby={headingOf(id)}>
      <div class="heading">
        <Title id={id} zone={zone} isTyped={unsaved !== undefined} />
        <Tools shown={shown} monday={monday} />
      </div>
      <Failure error={saved.error} what="The week" isStale={answer !== undefined} />
      {answer !== undefined && (
        <Outlook id={id} answer={answer} before={unsaved && saved.answer} monday={monday} zone={zone} />
      )}
    </section>
  );
}

function headingOf(id: string | undefined): string {
  return `week of ${id}`.replaceAll(' ', '-');
}

interface TitleProps {
  readonly id: string | undefined;
  readonly zone: Zone;
  readonly isTyped: boolean;
}

function Title({ id, zone, isTyped }: TitleProps) {
  return (
    <h2 id={headingOf(id)}>
      Week of {id ?? 'the new schedule'} <span class="quiet">{zone === 'local' ? 'in your time' : zone}</span>
      {isTyped && <span class="badge observe">as typed, not saved</span>}
    </h2>
  );
}

function Outlook({ id, ...props }: SumsProps & Pick<WeekProps, 'id'>) {
  const { answer, monday, zone } = props;
  return (
    <>
      <Days of={id ?? 'the new schedule'} days={weekOf(answer, zone, monday)} />
      <Sums {...props} />
      {answer.findings.map(({ path, message }) => (
        <p key={`${path} ${message}`} class="warning">
          {message}
        </p>
      ))}
    </>
  );
}

const POOL_SIZE = '10';

/** The query of the preview: with a day before and after the week, for time zones ahead of or behind that of the schedule. */
function useQuestion(
  shown: Shown,
  { id, monday, policy: named }: Pick<WeekProps, 'id' | 'policy'> & { readonly monday: string | undefined },
): URLSearchParams | undefined {
  const priced = usePricedPolicy(shown, id);
  const policy = named ?? priced;
  if (monday === undefined) return undefined;
  const nodes = shown.routing.route.query['nodes'] ?? POOL_SIZE;
  return new URLSearchParams({ from: addDays(monday, -1), days: '9', nodes, ...(policy !== undefined && { policy }) });
}

function Tools({ shown: { routing }, monday }: { readonly shown: Shown; readonly monday: string }) {
  const { nodes = POOL_SIZE, clock } = routing.route.query;
  const isLocal = clock === 'local';
  return (
    <div class="tools">
      <label>
        <span>Nodes of the pool</span>
        <input
          value={nodes}
          inputMode="numeric"
          size={5}
          onChange={(event) => routing.show({ nodes: event.currentTarget.value })}
        />
      </label>
      <button type="button" aria-pressed={isLocal} onClick={() => routing.show({ clock: isLocal ? '' : 'local' })}>
        Your time
      </button>
      <button type="button" onClick={() => routing.show({ week: weeksLater(monday, -1) })}>
        Week before
      </button>
      <button type="button" onClick={() => routing.show({ week: weeksLater(monday, 1) })}>
        Week after
      </button>
    </div>
  );
}

interface PricedPolicy {
  readonly id: string;
  readonly schedules?: readonly string[];
  readonly price?: unknown;
}

/** The first policy with a price that names the schedule, else the first with a price. */
function usePricedPolicy({ ask, changes }: Shown, id: string | undefined): string | undefined {
  const { answer } = useAnswer<{ readonly policies: readonly PricedPolicy[] }>(ask, {
    question: 'policies',
    version: changes,
    slow: 12,
  });
  const priced = answer?.policies.filter(({ price }) => price !== undefined) ?? [];
  return (priced.find(({ schedules }) => id !== undefined && schedules?.includes(id)) ?? priced[0])?.id;
}

interface SumsProps {
  readonly answer: Preview;
  /** The saved preview, if the typed text differs. */
  readonly before: Preview | undefined;
  readonly monday: string;
  readonly zone: Zone;
}

function Sums({ answer, before, monday, zone }: SumsProps) {
  const end = addDays(monday, 7);
  const sum = saySum(sumOf(answer, monday, end), answer.currency);
  if (before === undefined) return <p class="quiet">At least {sum} in this week of the schedule's zone.</p>;
  const changes = edgeChanges(edgesOfWeek(before, zone, monday), edgesOfWeek(answer, zone, monday), zone);
  return (
    <>
      <p aria-live="polite">
        At least <strong>{sum}</strong> in this week, in place of {saySum(sumOf(before, monday, end), before.currency)}.
      </p>
      <EdgeChanges changes={changes} label="Edges that differ" />
      {changes.length === 0 && <p class="quiet">No edge of this week differs.</p>}
    </>
  );
}

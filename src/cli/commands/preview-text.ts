import { Temporal } from 'temporal-polyfill';
import { counted } from '../../core/text/counted.ts';
import type { EdgeView, PreviewView } from '../../documents/schedules/preview-view.ts';

/** A preview for a number of nodes as text for a terminal, in the time zone of the schedule; the total is on the last line. */
export function describePreview(preview: PreviewView, nodes: number): string {
  const { timeZone, edges, days, clockChanges, findings, currency } = preview;
  const local = (at: string) =>
    Temporal.Instant.from(at).toZonedDateTimeISO(timeZone).toString({ timeZoneName: 'never' });
  return [
    ...edges.map((one) => `${local(one.at)} ${one.edge.padEnd(5)} ${one.window} (${whatOf(one)})`),
    ...days.map((day) => dayOf(day, currency)),
    ...clockChanges.map(
      ({ at, before, after, windows }) =>
        `clock change at ${local(at)}: ${before} becomes ${after}${windows.length === 0 ? '' : `, for ${windows.join(', ')}`}`,
    ),
    ...findings.map(({ severity, path, message }) => `${severity} ${path} ${message}`),
    `at least ${sumOf(preview, nodes)}, times in ${timeZone}`,
    '',
  ].join('\n');
}

function whatOf({ capacity: { min, max }, maintenance }: EdgeView): string {
  return maintenance === undefined ? `${min} to ${max ?? 'no limit'}` : `maintenance, ${maintenance} for each node`;
}

function sumOf({ nodeHours, cost, currency, alwaysOn }: PreviewView, nodes: number): string {
  const share = alwaysOn.nodeHours === 0 ? 0 : Math.round((100 * nodeHours) / alwaysOn.nodeHours);
  const all = `the ${hundredths(alwaysOn.nodeHours)} of ${counted(nodes, 'node')}`;
  const hours = `${hundredths(nodeHours)} node-hours of ${all} (${share} %)`;
  return cost === undefined ? hours : `${hours}, ${cost.toFixed(2)} of ${alwaysOn.cost?.toFixed(2)} ${currency}`;
}

function dayOf({ date, nodeHours, cost }: PreviewView['days'][number], currency: string | undefined): string {
  const money = cost === undefined ? '' : `, ${cost.toFixed(2)} ${currency}`;
  return `${date} ${weekday(date)}: ${hundredths(nodeHours)} node-hours${money}`;
}

function hundredths(hours: number): number {
  return Math.round(hours * 100) / 100;
}

function weekday(date: string): string {
  return ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'][Temporal.PlainDate.from(date).dayOfWeek - 1] ?? '';
}

import type { Preview } from '../../api/preview.ts';
import { formatMoment, toInput, type Zone } from './times.ts';
import { addDays, capacityOf } from './week.ts';
import { formatHours, formatMoney } from './words.ts';

/** An edge that is added or removed. */
export interface EdgeChange {
  readonly kind: 'added' | 'removed';
  readonly at: string;
  readonly says: string;
}

/** The edges of a preview that are in a week of a time zone. */
export function edgesOfWeek({ edges }: Pick<Preview, 'edges'>, zone: Zone, monday: string): Pick<Preview, 'edges'> {
  const end = addDays(monday, 7);
  const dateOf = (at: string) => toInput(at, zone).slice(0, 10);
  return { edges: edges.filter(({ at }) => dateOf(at) >= monday && dateOf(at) < end) };
}

/** The differences between the edges of two previews of the same days, in order of time. */
export function edgeChanges(
  before: Pick<Preview, 'edges'>,
  after: Pick<Preview, 'edges'>,
  zone: Zone,
): readonly EdgeChange[] {
  const [was, is] = [saysOf(before, zone), saysOf(after, zone)];
  const only = (of: ReadonlyMap<string, string>, others: ReadonlyMap<string, string>, kind: EdgeChange['kind']) =>
    [...of].filter(([says]) => !others.has(says)).map(([says, at]): EdgeChange => ({ kind, at, says }));
  return [...only(was, is, 'removed'), ...only(is, was, 'added')].toSorted((a, b) => a.at.localeCompare(b.at));
}

function saysOf({ edges }: Pick<Preview, 'edges'>, zone: Zone): ReadonlyMap<string, string> {
  return new Map(
    edges.map((edge) => [
      `${formatMoment(edge.at, zone)} ${edge.window} ${edge.edge === 'open' ? 'opens' : 'closes'}: ${capacityOf(edge)}`,
      edge.at,
    ]),
  );
}

type Sum = Pick<Preview, 'nodeHours' | 'cost'>;

/** The sum of the days of a preview, from one date up to but not including another. */
export function sumOf({ days }: Pick<Preview, 'days'>, from: string, to: string): Sum {
  const counted = days.filter(({ date }) => date >= from && date < to);
  const nodeHours = counted.reduce((sum, day) => sum + day.nodeHours, 0);
  const costs = counted.flatMap(({ cost }) => cost ?? []);
  return { nodeHours, ...(costs.length > 0 && { cost: costs.reduce((sum, cost) => sum + cost, 0) }) };
}

/** `157.5 node-hours, €66.15` */
export function saySum({ nodeHours, cost }: Sum, currency: string | undefined): string {
  const money = cost === undefined || currency === undefined ? '' : `, ${formatMoney(cost, currency)}`;
  return `${formatHours(nodeHours)} node-hours${money}`;
}

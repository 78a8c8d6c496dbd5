import type { Temporal } from 'temporal-polyfill';
import { costOf } from '../../core/policy/cost.ts';
import type { Price } from '../../core/policy/policy.ts';
import { type Amount, describeAmount } from '../../core/schedule/amount.ts';
import type { Preview } from '../../core/schedule/preview.ts';
import type { Capacity } from '../../core/schedule/schedule.ts';
import type { DocumentFinding } from '../fields/document-finding.ts';

/** The context of a preview. */
export interface PreviewSetting {
  readonly timeZone: string;
  /** The number of nodes in the pool. */
  readonly nodes: number;
  readonly price: Price | undefined;
  readonly findings: readonly DocumentFinding[];
  /** The day to continue with, if the preview ends before the requested days. */
  readonly next: Temporal.PlainDate | undefined;
}

/** Node-hours, and their cost if there is a price. */
export interface NodeHoursView {
  readonly nodeHours: number;
  readonly cost?: number;
}

/** A preview as JSON, for the commands and over HTTP. */
export interface PreviewView extends NodeHoursView {
  readonly timeZone: string;
  readonly edges: readonly EdgeView[];
  readonly days: readonly (NodeHoursView & { readonly date: string })[];
  /** The same days, if all nodes were always on. */
  readonly alwaysOn: NodeHoursView;
  /** The currency of all costs. */
  readonly currency?: string;
  readonly clockChanges: readonly ClockChangeView[];
  readonly findings: readonly DocumentFinding[];
  /**
   * Set if the requested days take too long for one response: the preview ends before this day; request the rest from it on.
   */
  readonly next?: string;
}

export interface EdgeView {
  readonly at: string;
  readonly window: string;
  readonly edge: 'open' | 'close';
  readonly capacity: { readonly min: number | string; readonly max: number | string | null };
  /** For a maintenance window: how long each node that was off stays on. */
  readonly maintenance?: string;
}

export interface ClockChangeView {
  readonly at: string;
  readonly before: string;
  readonly after: string;
  readonly timeZone: string;
  /** The windows that this change makes longer or shorter, or moves. */
  readonly windows: readonly string[];
}

/** Converts a preview to JSON. Costs are lower bounds: the minimum capacity, with all other nodes of the pool deallocated. */
export function toPreviewView(
  preview: Preview,
  { timeZone, nodes, price, findings, next }: PreviewSetting,
): PreviewView {
  const withCost = (on: number, all: number): NodeHoursView => ({
    nodeHours: on,
    ...(price !== undefined && { cost: toMoney(costOf(price, { on, all })) }),
  });
  const all = preview.days.reduce((sum, { hours }) => sum + hours, 0) * nodes;
  return {
    timeZone,
    edges: preview.edges.map(({ at, window, edge, capacity, maintenance }) => ({
      at: at.toString(),
      window,
      edge,
      capacity: toCapacityView(capacity),
      ...(maintenance !== undefined && { maintenance: maintenance.round({ largestUnit: 'hours' }).toString() }),
    })),
    days: preview.days.map(({ date, hours, nodeHours }) => ({
      date: date.toString(),
      ...withCost(nodeHours, hours * nodes),
    })),
    ...withCost(preview.nodeHours, all),
    alwaysOn: withCost(all, all),
    ...(price !== undefined && { currency: price.currency }),
    clockChanges: preview.clockChanges.map(({ at, ...change }) => ({ at: at.toString(), ...change })),
    findings,
    ...(next !== undefined && { next: next.toString() }),
  };
}

/** Rounds to a millionth, so that 0.1 + 0.2 is 0.3. Costs are estimates, and need no exact decimal arithmetic. */
function toMoney(cost: number): number {
  return Math.round(cost * 1e6) / 1e6;
}

/** Amounts in the form of documents: a number of nodes, or a share such as `50%`. */
function toCapacityView({ min, max }: Capacity): EdgeView['capacity'] {
  return { min: toAmountView(min), max: max === undefined ? null : toAmountView(max) };
}

function toAmountView(amount: Amount): number | string {
  return amount.kind === 'nodes' ? amount.nodes : describeAmount(amount);
}

import { type Amount, describeAmount } from '../../core/schedule/amount.ts';
import type { Preview } from '../../core/schedule/preview.ts';
import type { Capacity, Schedule } from '../../core/schedule/schedule.ts';

/** A preview as JSON shows it, to people's tools and over HTTP alike. */
export function toPreviewView({ timeZone }: Pick<Schedule, 'timeZone'>, { edges, nodeHours, clockChanges }: Preview) {
  return {
    timeZone,
    edges: edges.map(({ at, capacity, ...edge }) => ({
      at: at.toString(),
      ...edge,
      capacity: toCapacityView(capacity),
    })),
    nodeHours,
    clockChanges: clockChanges.map(({ at, ...change }) => ({ at: at.toString(), ...change })),
  };
}

/** Amounts as documents write them: a number of nodes, or a share such as `50%`. */
function toCapacityView({ min, max }: Capacity) {
  return { min: toAmountView(min), max: max === undefined ? null : toAmountView(max) };
}

function toAmountView(amount: Amount): number | string {
  return amount.kind === 'nodes' ? amount.nodes : describeAmount(amount);
}

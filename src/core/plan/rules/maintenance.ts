import { unwritten } from '../../text/sentence.ts';
import { type EpochMilliseconds, isoText, NO_TIME } from '../../time/epoch.ts';
import { nextAfter } from '../../time/instants.ts';
import type { DecidingRule, Proposal, Taken } from '../input/deciding-rule.ts';
import { explainOwn } from '../input/explain-own.ts';
import { isToBeMaintained, stayEnds } from '../input/maintenance.ts';
import type { PlanView } from '../input/plan-input.ts';

/** A maintenance window starts deallocated nodes for a while, so that they install the updates that they have missed. */
export const maintenanceRule = {
  name: 'maintenance',
  decides: 'which nodes are on for a maintenance window',
  vetoes: ({ maintenance, now }) => {
    if (maintenance === undefined) return undefined;
    return (act, node) => {
      const until = act === 'start' ? undefined : stayEnds(node, maintenance);
      if (until === undefined || until <= now.epochMilliseconds) return undefined;
      return unwritten(describeStay, { until, because: maintenance.because });
    };
  },
  proposes: maintained,
  wakesAt: ({ pool: { nodes }, maintenance, now }) =>
    maintenance === undefined
      ? []
      : [
          nextAfter(
            nodes.map((node) => stayEnds(node, maintenance)),
            NO_TIME,
            now,
          ),
          maintenance.closes.subtract(maintenance.stay).add({ nanoseconds: 1 }),
        ],
  explains: ({ own, maintenance }) => {
    if (maintenance === undefined) return { says: 'no maintenance window is open', why: 'there is nothing to do' };
    const says = `the ${maintenance.because} is open until ${maintenance.closes}`;
    return explainOwn(own, says, { says, why: 'no node has to be on for it now' });
  },
  wouldChange:
    ({ maintenance }) =>
    (node) => {
      if (maintenance === undefined) return undefined;
      const until = node && stayEnds(node, maintenance);
      return until === undefined
        ? `the window closes at ${maintenance.closes}`
        : `the node has been on for long enough at ${isoText(until)}`;
    },
} as const satisfies DecidingRule;

function describeStay({ until, because }: { readonly until: EpochMilliseconds; readonly because: string }): string {
  return `on until ${isoText(until)} for the ${because}`;
}

/** The deallocated nodes that a maintenance window starts, the longest deallocated first. */
function maintained(view: PlanView, taken: Taken): readonly Proposal[] {
  const { fleet, maintenance, now } = view;
  if (maintenance === undefined) return [];
  const reason = `off since before the ${maintenance.because}: on for a while, so that it installs what it has missed`;
  return fleet.deallocated
    .filter((node) => !taken.has(node.id) && isToBeMaintained(node, maintenance, now))
    .slice(0, roomUnderOverride(view, taken))
    .map(({ id }) => ({ nodeId: id, action: 'start', reason }));
}

/** A maintenance window goes beyond the maximum of the schedules, but not beyond that of an override, which comes before it. */
function roomUnderOverride({ fleet, target }: PlanView, taken: Taken): number {
  if (target.maxRule !== 'override' || target.max === undefined) return Number.POSITIVE_INFINITY;
  return Math.max(0, target.max - fleet.allocated - taken.starts);
}

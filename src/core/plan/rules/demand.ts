import type { Temporal } from 'temporal-polyfill';
import type { Announcement } from '../../demand/announcement.ts';
import { nodesForDemand } from '../../demand/nodes-for-demand.ts';
import { counted } from '../../text/counted.ts';
import { isBefore } from '../../time/instants.ts';
import type { CapacityInput, CapacityRequests, NodeNeed } from '../input/capacity.ts';
import type { DecidingRule, ExplainView, Explanation } from '../input/deciding-rule.ts';
import type { PlanInput } from '../input/plan-input.ts';

/** Known work: waiting and running tasks, and announced work. */
export const demandRule = {
  name: 'demand',
  decides: 'how many nodes the work needs that waits, runs or is announced',
  capacity: { needsAt: announcedNeed, needsNow: workNeed, changesAt: announcementEdges },
  keeps: ({ fleet, target }) => {
    if (target.keepRule !== 'demand' || fleet.ready > target.keep) return undefined;
    const reason = `kept: there may be work for ${counted(target.keep, 'node')}, ${counted(fleet.ready, 'is', 'are')} ready`;
    return ({ state }) => (state === 'idle' ? reason : undefined);
  },
  explains: explainDemand,
  wouldChange: (view) => {
    const ends = announcedAt(view, view.now).map(({ until, actor }) => `the announcement by ${actor} ends at ${until}`);
    return (
      [...(view.work === undefined ? [] : ['tasks end, or more of them wait']), ...ends].join('; ') ||
      'the announced work is submitted'
    );
  },
} as const satisfies DecidingRule;

/** The announcements that apply at an instant. */
export function announcedAt(
  { announcements }: Pick<CapacityRequests, 'announcements'>,
  instant: Temporal.Instant,
): readonly Announcement[] {
  return announcements.filter(({ by, until }) => !isBefore(instant, by) && isBefore(instant, until));
}

function announcementEdges({ announcements }: CapacityRequests): readonly Temporal.Instant[] {
  return announcements.flatMap(({ by, until }) => [by, until]);
}

function announcedNeed(input: CapacityInput, instant: Temporal.Instant): NodeNeed | undefined {
  const announced = announcedAt(input, instant);
  if (announced.length === 0) return undefined;
  const waitingSlots = announced.reduce((sum, one) => sum + one.slots, 0);
  const options = { slotsPerNode: input.pool.facts.taskSlotsPerNode ?? 1, headroom: input.policy.demand?.headroom };
  const nodes = nodesForDemand({ waitingSlots, runningSlots: 0, loads: [] }, options);
  const because = announced.map((one) => `${counted(one.slots, 'slot')} announced by ${one.actor}`);
  return { start: nodes, keep: nodes, because, isEach: announced.every(({ isExpected }) => isExpected === true) };
}

function workNeed({ work }: PlanInput): NodeNeed | undefined {
  return work && { start: work.start, keep: work.keep, because: [work.because] };
}

function explainDemand(view: ExplainView): Explanation {
  const { policy, work, announcements, target } = view;
  const announced = announcements.map(({ slots, by, actor }) => `${counted(slots, 'slot')} by ${by} (${actor})`);
  const waiting =
    work === undefined ? [] : [`${counted(work.start, 'node')} to start, ${work.keep} to keep: ${work.because}`];
  const nothing =
    policy.demand === undefined ? 'the policy does not request it' : 'nothing waits and nothing is announced';
  return { says: [...waiting, ...announced].join('; ') || nothing, why: whyDemand(view, target.minRule === 'demand') };
}

function whyDemand(view: ExplainView, isMinimum: boolean): string {
  const { target, own, fleet } = view;
  if (isMinimum) return target.minBecause;
  if (own.length > 0 || view.won)
    return `${counted(target.keep, 'ready node stays', 'ready nodes stay')} for work that may be there`;
  const needed = Math.max(announcedNeed(view, view.now)?.start ?? 0, view.work?.start ?? 0);
  if (needed <= target.min)
    return `the ${counted(target.min, 'node that must be ready anyway is', 'nodes that must be ready anyway are')} enough`;
  const most = Math.min(target.max ?? fleet.size, fleet.size);
  return target.max === most
    ? `it needs ${counted(needed, 'node')}, but ${target.maxBecause}`
    : `it needs ${counted(needed, 'node')}, but the pool has ${fleet.size}`;
}

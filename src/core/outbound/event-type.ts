/** The actions in the audit log that subscribers can receive as events. */
const PUBLISHED = [
  'node.started',
  'node.deallocated',
  'node.start-failed',
  'node.deallocate-failed',
  'node.removed',
  'node.remove-failed',
  'node.manual-start',
  'node.manual-deallocate',
  'capacity.late',
  'capacity.caught-up',
  'capacity.missed',
  'pool.left-alone',
  'pool.taken-up',
  'gate.failed',
  'circuit.opened',
  'circuit.closed',
  'limit.reached',
  'limit.over',
  'sibling.asked',
  'sibling.released',
  'schedule.put',
  'schedule.delete',
  'policy.put',
  'policy.delete',
] as const;

/** The type of a notice that a window is about to close. Each subscription says how long before, so it is no record's event. */
export const WINDOW_CLOSING = 'lamplighter.window.closing';

/** The type of the event that tests a subscription. */
export const TEST = 'lamplighter.test';

/** What can be subscribed to. */
export const EVENT_TYPES = [...PUBLISHED.map((action) => `lamplighter.${action}` as const), WINDOW_CLOSING] as const;

export type EventType = (typeof EVENT_TYPES)[number];

/** The type of the event that a record of an action is published as; `undefined` for one that is not published. */
export function eventTypeOf(action: string): EventType | undefined {
  const published = PUBLISHED.find((one) => one === action);
  return published && `lamplighter.${published}`;
}

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

/**
 * The type of a notice that a window is about to close. Each subscription sets how long before, so the notice is not made from
 * a record.
 */
export const WINDOW_CLOSING = 'lamplighter.window.closing';

/** The type of the event that tests a subscription. */
export const TEST = 'lamplighter.test';

/** The types of events that can be subscribed to. */
export const EVENT_TYPES = [...PUBLISHED.map((action) => `lamplighter.${action}` as const), WINDOW_CLOSING] as const;

export type EventType = (typeof EVENT_TYPES)[number];

/** The event type for the action of a record; `undefined` if it is not published. */
export function eventTypeOf(action: string): EventType | undefined {
  const published = PUBLISHED.find((one) => one === action);
  return published && `lamplighter.${published}`;
}

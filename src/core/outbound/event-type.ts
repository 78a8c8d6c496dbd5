/** The acts in the history of which other systems are told. */
const TOLD = [
  'node.started',
  'node.deallocated',
  'node.start-failed',
  'gate.failed',
  'circuit.opened',
  'schedule.put',
  'schedule.delete',
  'policy.put',
  'policy.delete',
] as const;

/** What a window that is about to close is told as; beforehand, so it has a time of its own for each subscription. */
export const WINDOW_CLOSING = 'lamplighter.window.closing';

/** What a subscription is tried with. */
export const TEST = 'lamplighter.test';

/** What can be subscribed to. */
export const EVENT_TYPES = [...TOLD.map((action) => `lamplighter.${action}` as const), WINDOW_CLOSING] as const;

export type EventType = (typeof EVENT_TYPES)[number];

/** The type of the event that a record of an act is told as; `undefined` for one that nobody is told of. */
export function eventTypeOf(action: string): EventType | undefined {
  const told = TOLD.find((one) => one === action);
  return told && `lamplighter.${told}`;
}

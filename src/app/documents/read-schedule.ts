import type { Schedule } from '../../core/schedule/schedule.ts';
import type { Ports } from '../ports.ts';
import { calendarsFor } from './calendars-at-hand.ts';
import type { Parsed } from './parsed.ts';
import { parseSchedule } from './schedule-document.ts';

/** How eager the calendars of a schedule are fetched: somebody who waits for an answer insists. */
export interface Eagerness {
  readonly insist: boolean;
}

/** Reads a schedule document to the end, with the calendars that it names. */
export async function readSchedule(
  ports: Pick<Ports, 'calendars' | 'clock'>,
  value: unknown,
  { insist }: Eagerness = { insist: false },
): Promise<Parsed<Schedule>> {
  return parseSchedule(value, await calendarsFor(ports, value, insist));
}

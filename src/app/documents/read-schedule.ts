import type { Schedule } from '../../core/schedule/schedule.ts';
import type { Ports } from '../ports.ts';
import { calendarsFor } from './calendars-at-hand.ts';
import type { Parsed } from './parsed.ts';
import { parseSavedSchedule, parseSchedule } from './schedule-document.ts';

type Sources = Pick<Ports, 'calendars' | 'clock'>;

/**
 * Reads a schedule document that somebody has just written, with the calendars that it names, and says everything that is
 * wrong with it. A calendar that has failed lately is tried again: somebody waits for the answer.
 */
export async function readNewSchedule(sources: Sources, value: unknown): Promise<Parsed<Schedule>> {
  return parseSchedule(value, await calendarsFor(sources, value, true));
}

/** Reads a schedule document that was saved, with the calendars that it names as they are now. */
export async function readSavedSchedule(sources: Sources, value: unknown): Promise<Parsed<Schedule>> {
  return parseSavedSchedule(value, await calendarsFor(sources, value, false));
}

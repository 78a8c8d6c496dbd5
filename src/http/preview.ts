import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { contentOf, SINGULAR } from '../app/documents/document-content.ts';
import { DATE, DOCUMENT_ID } from '../app/documents/fields.ts';
import { toPreviewView } from '../app/documents/preview-view.ts';
import { readSavedSchedule } from '../app/documents/read-schedule.ts';
import { AppError } from '../app/errors.ts';
import { previewSchedule } from '../core/schedule/preview.ts';
import type { Handler } from './endpoint.ts';
import { parsePath, parseQuery } from './parse-params.ts';

const LONGEST = 400;

const COUNT = (most: number, otherwise: number) =>
  z.coerce
    .number(`a whole number from 1 to ${most} is expected`)
    .int(`a whole number from 1 to ${most} is expected`)
    .min(1, `a whole number from 1 to ${most} is expected`)
    .max(most, `a whole number from 1 to ${most} is expected`)
    .default(otherwise);

const QUERY = z.strictObject({ from: DATE.optional(), days: COUNT(LONGEST, 7), nodes: COUNT(100_000, 100) });

/** GET of what a schedule will do from midnight of a date in its zone on (`from`, today), for some days and a pool of so many nodes. */
export const previewOfSchedule: Handler = async (request, ports) => {
  const { id } = parsePath(request, z.object({ id: DOCUMENT_ID }));
  const { from, days, nodes } = parseQuery(request, QUERY);
  const stored = await ports.documents.get('schedules', id);
  if (stored === undefined) {
    throw new AppError(
      'DocumentNotFound',
      `There is no ${SINGULAR.schedules.toLowerCase()} '${id}'; GET /api/schedules lists them.`,
    );
  }
  const parsed = await readSavedSchedule(ports, contentOf(stored));
  if (!parsed.ok) {
    throw new AppError('InvalidDocument', `Schedule '${id}' can't be read as it is stored: save it anew.`, {
      faults: parsed.faults,
    });
  }
  const schedule = parsed.value;
  const today = (await ports.clock.now()).toZonedDateTimeISO(schedule.timeZone).toPlainDate();
  const first = from === undefined ? today : Temporal.PlainDate.from(from);
  const startOf = (date: Temporal.PlainDate) => date.toZonedDateTime(schedule.timeZone).toInstant();
  const span = { from: startOf(first), until: startOf(first.add({ days })), poolSize: nodes };
  return { jsonBody: toPreviewView(schedule, previewSchedule(schedule, span)) };
};

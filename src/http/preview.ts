import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { contentOf, SINGULAR } from '../app/documents/document-content.ts';
import { readSavedSchedule } from '../app/documents/read-schedule.ts';
import type { Policy } from '../core/policy/policy.ts';
import { DATE, DOCUMENT_ID } from '../documents/fields/fields.ts';
import { parsePolicy } from '../documents/policies/policy-document.ts';
import { PREVIEW_STEPS, viewPreview } from '../documents/schedules/preview-schedule.ts';
import type { DocumentStore } from '../ports/documents.ts';
import { AppError } from '../ports/errors.ts';
import { DOCUMENT_PATH } from './documents.ts';
import type { Handler } from './operation.ts';
import { parsePath, parseQuery } from './request/parse-params.ts';

const LONGEST = 400;

const COUNT = (most: number, otherwise: number) =>
  z.coerce
    .number(`a whole number from 1 to ${most} is expected`)
    .int(`a whole number from 1 to ${most} is expected`)
    .min(1, `a whole number from 1 to ${most} is expected`)
    .max(most, `a whole number from 1 to ${most} is expected`)
    .default(otherwise);

/** What a schedule is previewed for. */
export const PREVIEW_QUERY = z.strictObject({
  from: DATE.describe("The first day, in the schedule's zone; today without it.").optional(),
  days: COUNT(LONGEST, 7).describe('How many days.'),
  nodes: COUNT(100_000, 100).describe('The nodes of the pool, of which shares are taken.'),
  policy: DOCUMENT_ID.describe('The policy whose price counts; no money is shown without it.').optional(),
});

/**
 * GET of what a schedule will do from midnight of a date in its zone on (`from`, today), for some days and a pool of so many
 * nodes, at the price of a policy.
 */
export const previewOfSchedule: Handler = async (request, ports) => {
  const { id } = parsePath(request, DOCUMENT_PATH);
  const { from, days, nodes, policy } = parseQuery(request, PREVIEW_QUERY);
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
  const pricing = policy === undefined ? undefined : await policyNamed(policy, ports.documents);
  return { jsonBody: viewPreview(schedule, { from: first, days, nodes, policy: pricing, steps: PREVIEW_STEPS }) };
};

async function policyNamed(id: string, documents: DocumentStore): Promise<Policy> {
  const stored = await documents.get('policies', id);
  if (stored === undefined) {
    const message = `There is no ${SINGULAR.policies.toLowerCase()} '${id}'; GET /api/policies lists them.`;
    throw new AppError('DocumentNotFound', message);
  }
  const parsed = parsePolicy(contentOf(stored));
  if (parsed.ok) return parsed.value;
  throw new AppError('InvalidDocument', `Policy '${id}' can't be read as it is stored: save it anew.`, {
    faults: parsed.faults,
  });
}

import { Temporal } from 'temporal-polyfill';
import * as api from '../../api/preview.ts';
import { SCHEDULE } from '../../api/schedules.ts';
import { contentOf } from '../../app/documents/document-content.ts';
import { readNewSchedule, readSavedSchedule } from '../../app/documents/read-schedule.ts';
import type { Policy } from '../../core/policy/policy.ts';
import type { Schedule } from '../../core/schedule/schedule.ts';
import { parsePolicy } from '../../documents/policies/policy-document.ts';
import { PREVIEW_STEPS, viewPreview } from '../../documents/schedules/preview-schedule.ts';
import type { HasClock } from '../../ports/clock.ts';
import type { HasDocumentReader } from '../../ports/documents.ts';
import { AppError } from '../../ports/errors.ts';
import { type Given, type Operation, operation } from '../serving/operation.ts';
import { operationsOn, requireDocument } from './documents.ts';

export const previewSchedule = operation(api.previewSchedule).by(async ({ path: { id }, query }, ports) => {
  const stored = await requireDocument(ports.documents, 'schedules', id);
  const parsed = await readSavedSchedule(ports, contentOf(stored));
  if (!parsed.ok) {
    throw new AppError('InvalidDocument', `Schedule '${id}' can't be read as it is stored: save it anew.`, {
      faults: parsed.faults,
    });
  }
  return { status: 200, body: await viewOf(parsed.value, query, ports) };
});

export const previewUnsavedSchedule = operation(api.previewUnsavedSchedule).by(
  async ({ path: { id }, query, body }, ports) => {
    const parsed = await readNewSchedule(ports, body);
    if (parsed.ok) return { status: 200, body: await viewOf(parsed.value, query, ports) };
    throw new AppError('InvalidDocument', `The text of schedule '${id}' is not valid: there is nothing to preview.`, {
      faults: parsed.faults,
    });
  },
);

/** The operations on schedules. */
export const SCHEDULES: readonly Operation[] = [...operationsOn(SCHEDULE), previewSchedule, previewUnsavedSchedule];

async function policyNamed(id: string, { documents }: HasDocumentReader): Promise<Policy> {
  const stored = await requireDocument(documents, 'policies', id);
  const parsed = parsePolicy(contentOf(stored));
  if (parsed.ok) return parsed.value;
  throw new AppError('InvalidDocument', `Policy '${id}' can't be read as it is stored: save it anew.`, {
    faults: parsed.faults,
  });
}

type Asked = Given<typeof api.previewSchedule>['query'];

async function viewOf(schedule: Schedule, { days, nodes, ...query }: Asked, ports: HasClock & HasDocumentReader) {
  const today = (await ports.clock.now()).toZonedDateTimeISO(schedule.timeZone).toPlainDate();
  const from = query.from === undefined ? today : Temporal.PlainDate.from(query.from);
  const policy = query.policy === undefined ? undefined : await policyNamed(query.policy, ports);
  return viewPreview(schedule, { from, days, nodes, policy, steps: PREVIEW_STEPS });
}

import { Temporal } from 'temporal-polyfill';
import * as api from '../../api/preview.ts';
import { SCHEDULE } from '../../api/schedules.ts';
import { contentOf } from '../../app/documents/document-content.ts';
import { readSavedSchedule } from '../../app/documents/read-schedule.ts';
import type { Policy } from '../../core/policy/policy.ts';
import { parsePolicy } from '../../documents/policies/policy-document.ts';
import { PREVIEW_STEPS, viewPreview } from '../../documents/schedules/preview-schedule.ts';
import type { DocumentStore } from '../../ports/documents.ts';
import { AppError } from '../../ports/errors.ts';
import { type Operation, operation } from '../serving/operation.ts';
import { operationsOn, requireDocument } from './documents.ts';

export const previewSchedule = operation(api.previewSchedule).by(async ({ path: { id }, query }, ports) => {
  const stored = await requireDocument(ports.documents, 'schedules', id);
  const parsed = await readSavedSchedule(ports, contentOf(stored));
  if (!parsed.ok) {
    throw new AppError('InvalidDocument', `Schedule '${id}' can't be read as it is stored: save it anew.`, {
      faults: parsed.faults,
    });
  }
  const schedule = parsed.value;
  const { days, nodes } = query;
  const today = (await ports.clock.now()).toZonedDateTimeISO(schedule.timeZone).toPlainDate();
  const from = query.from === undefined ? today : Temporal.PlainDate.from(query.from);
  const policy = query.policy === undefined ? undefined : await policyNamed(query.policy, ports.documents);
  return { status: 200, body: viewPreview(schedule, { from, days, nodes, policy, steps: PREVIEW_STEPS }) };
});

/** The operations on schedules. */
export const SCHEDULES: readonly Operation[] = [...operationsOn(SCHEDULE), previewSchedule];

async function policyNamed(id: string, documents: DocumentStore): Promise<Policy> {
  const stored = await requireDocument(documents, 'policies', id);
  const parsed = parsePolicy(contentOf(stored));
  if (parsed.ok) return parsed.value;
  throw new AppError('InvalidDocument', `Policy '${id}' can't be read as it is stored: save it anew.`, {
    faults: parsed.faults,
  });
}

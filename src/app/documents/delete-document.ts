import { documentChanged } from '../../core/audit/events.ts';
import { AppError } from '../errors.ts';
import type { Ports } from '../ports.ts';
import { contentOf, SINGULAR } from './document-content.ts';
import { readDocuments } from './read-documents.ts';
import type { DocumentToSave } from './save-document.ts';

/**
 * Removes a document, with a record of what it said. A schedule that a policy names stays: without it the policy's pools
 * would be left alone.
 * @throws AppError DocumentNotFound, PreconditionRequired, DocumentInUse, DocumentChanged
 */
export async function deleteDocument(
  ports: Ports,
  { kind, id, actor, expected }: Omit<DocumentToSave, 'value'>,
): Promise<void> {
  const before = await ports.documents.get(kind, id);
  if (before === undefined)
    throw new AppError('DocumentNotFound', `There is no ${SINGULAR[kind].toLowerCase()} '${id}'.`);
  if (expected === undefined) {
    throw new AppError(
      'PreconditionRequired',
      `Send the ETag of ${kind}/${id} in If-Match to delete it; GET gives it.`,
    );
  }
  if (kind === 'schedules') await refuseWhileInUse(ports, id);
  await ports.documents.delete(kind, id, expected);
  await ports.audit.append([
    documentChanged({
      at: await ports.clock.now(),
      actor,
      action: kind === 'schedules' ? 'schedule.delete' : 'policy.delete',
      document: `${kind}/${id}`,
      correlation: ports.newCorrelation(),
      before: contentOf(before),
      after: undefined,
    }),
  ]);
}

async function refuseWhileInUse({ documents }: Ports, schedule: string): Promise<void> {
  const { policies } = await readDocuments(documents);
  const users = [...policies].flatMap(([id, policy]) =>
    'value' in policy && policy.value.schedules.includes(schedule) ? [`'${id}'`] : [],
  );
  if (users.length === 0) return;
  const policiesNamed = `${users.length === 1 ? 'the policy' : 'the policies'} ${users.join(', ')}`;
  throw new AppError('DocumentInUse', `Schedule '${schedule}' is named by ${policiesNamed}: take it out there first.`);
}

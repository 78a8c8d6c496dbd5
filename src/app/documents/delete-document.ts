import type { ReadDocument, UnreadableDocument } from '../../core/plan/documents.ts';
import type { Policy } from '../../core/policy/policy.ts';
import type { HasAuditWriter } from '../../ports/audit.ts';
import type { HasClock } from '../../ports/clock.ts';
import type { HasDocumentReader, HasDocumentStore } from '../../ports/documents.ts';
import { AppError } from '../../ports/errors.ts';
import type { HasNewCorrelation } from '../../ports/names.ts';
import { SINGULAR } from './document-content.ts';
import { requireExpected } from './expected.ts';
import { readPolicies } from './read-documents.ts';
import type { DocumentToSave } from './save-document.ts';
import { changeDocument } from './write-document.ts';

/** The ports that deleteDocument uses. */
export type DeleteDocumentPorts = HasAuditWriter & HasClock & HasDocumentStore & HasNewCorrelation;

/**
 * Deletes a document, and records its content. A schedule that a policy names is not deleted, because the pools of the policy
 * would be left alone.
 * @throws AppError DocumentNotFound, PreconditionRequired, DocumentInUse, DocumentChanged
 */
export async function deleteDocument(
  ports: DeleteDocumentPorts,
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
  requireExpected({ kind, id }, expected, before);
  if (kind === 'schedules') await refuseWhileInUse(ports, id);
  const change = { kind, id, value: undefined, actor, expected, before };
  await changeDocument(ports, change, () => ports.documents.delete(kind, id, expected));
}

/** Refuses to delete a schedule that a policy names. @throws AppError DocumentInUse */
export async function refuseWhileInUse(ports: HasDocumentReader, schedule: string): Promise<void> {
  const policies = await readPolicies(ports);
  const users = [...policies].flatMap(([id, policy]) => (schedulesOf(policy)?.includes(schedule) ? [`'${id}'`] : []));
  if (users.length === 0) return;
  const policiesNamed = `${users.length === 1 ? 'the policy' : 'the policies'} ${users.join(', ')}`;
  throw new AppError('DocumentInUse', `Schedule '${schedule}' is named by ${policiesNamed}: take it out there first.`);
}

/** Includes policies that cannot be parsed otherwise: they may name the schedule. */
function schedulesOf(policy: ReadDocument<Policy> | UnreadableDocument): readonly string[] | undefined {
  return 'value' in policy ? policy.value.schedules : policy.schedules;
}

import type { Temporal } from 'temporal-polyfill';
import { type AuditRecord, recordId } from '../../core/audit/record.ts';
import type { Terms, TermsChange, TermsHistory } from '../../core/savings/terms.ts';
import { parsePolicy } from '../../documents/policies/policy-document.ts';
import type { HasAuditReader } from '../../ports/audit.ts';
import type { HasDocumentReader } from '../../ports/documents.ts';
import { readPolicies } from '../documents/read-documents.ts';

/**
 * The prices and lead times of policies from an instant on, from the records of their changes; a policy without a change has
 * its current terms.
 */
export async function termsHistory(
  ports: HasAuditReader & HasDocumentReader,
  ids: readonly string[],
  from: Temporal.Instant,
): Promise<TermsHistory> {
  const [changes, policies] = await Promise.all([
    Promise.all(ids.map((id) => changesOf(ports, id, from))),
    readPolicies(ports),
  ]);
  const present = [...policies].flatMap(([id, read]) =>
    'value' in read ? [[id, { price: read.value.price, lead: read.value.lead.initial }] as const] : [],
  );
  return { changes: changes.flat(), present: new Map(present) };
}

/** The changes of one policy, oldest first. */
async function changesOf(
  { audit }: HasAuditReader,
  id: string,
  from: Temporal.Instant,
): Promise<readonly TermsChange[]> {
  const changes: TermsChange[] = [];
  for await (const records of audit.stream({ document: `policies/${id}`, from }))
    changes.push(...records.filter(isChange).map((record) => toChange(id, record)));
  // Records are read newest first.
  return changes.toReversed();
}

function isChange({ action }: AuditRecord): boolean {
  return action === 'policy.put' || action === 'policy.delete';
}

function toChange(policy: string, record: AuditRecord): TermsChange {
  return {
    policy,
    at: record.at,
    before: termsIn(record.before),
    after: termsIn(record.after),
    record: recordId(record),
  };
}

/** A document that cannot be parsed has no price. */
function termsIn(document: unknown): Terms | undefined {
  const parsed = parsePolicy(document);
  return parsed.ok ? { price: parsed.value.price, lead: parsed.value.lead.initial } : undefined;
}

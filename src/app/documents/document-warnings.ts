import { parseJson } from '../../documents/fields/parsed.ts';
import { parsePolicy } from '../../documents/policies/policy-document.ts';
import { findingsOfPolicy, policyFindings } from '../../documents/policies/policy-findings.ts';
import type { HasDocumentReader, StoredDocument } from '../../ports/documents.ts';

/** Something that a document says without effect, or probably does not mean. */
export interface DocumentWarning {
  readonly path: string;
  readonly message: string;
}

/** What whoever has saved a document should know of it: what is accepted and has no effect, and pools that policies share. */
export async function documentWarnings(
  { documents }: HasDocumentReader,
  { kind, id, text }: Pick<StoredDocument, 'kind' | 'id' | 'text'>,
): Promise<readonly DocumentWarning[]> {
  if (kind !== 'policies') return [];
  const saved = policyIn(text);
  if (saved === undefined) return [];
  const others = (await documents.list('policies')).flatMap((other) =>
    other.id === id ? [] : (policyIn(other.text) ?? []),
  );
  // Of two policies that share a pool the later one is named.
  const found = policyFindings([...others, saved]).filter(({ policyId }) => policyId === saved.id);
  return [...findingsOfPolicy(saved), ...found].map(({ path, message }) => ({ path, message }));
}

function policyIn(text: string) {
  const json = parseJson(text);
  const parsed = json.ok ? parsePolicy(json.value) : json;
  return parsed.ok ? parsed.value : undefined;
}

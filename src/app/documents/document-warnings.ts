import type { Policy } from '../../core/policy/policy.ts';
import { parseJson } from '../../documents/fields/parsed.ts';
import { parsePolicy } from '../../documents/policies/policy-document.ts';
import { findingsOfPolicy, policyFindings } from '../../documents/policies/policy-findings.ts';
import type { HasBatchReader } from '../../ports/batch.ts';
import type { HasDocumentReader, StoredDocument } from '../../ports/documents.ts';

/** Something that a document says without effect, or probably does not mean. */
export interface DocumentWarning {
  readonly path: string;
  readonly message: string;
}

/**
 * What whoever has saved a document should know of it: what is accepted and has no effect, pools that policies share, and pools
 * that do not exist.
 */
export async function documentWarnings(
  ports: HasBatchReader & HasDocumentReader,
  { kind, id, text }: Pick<StoredDocument, 'kind' | 'id' | 'text'>,
): Promise<readonly DocumentWarning[]> {
  if (kind !== 'policies') return [];
  const saved = policyIn(text);
  if (saved === undefined) return [];
  const stored = await ports.documents.list('policies');
  const others = stored.flatMap((other) => (other.id === id ? [] : (policyIn(other.text) ?? [])));
  // Of two policies that share a pool the later one is named.
  const found = policyFindings([...others, saved]).filter(({ policyId }) => policyId === saved.id);
  return [
    ...[...findingsOfPolicy(saved), ...found].map(({ path, message }) => ({ path, message })),
    ...(await unknownPools(ports, saved)),
  ];
}

function policyIn(text: string): Policy | undefined {
  const json = parseJson(text);
  const parsed = json.ok ? parsePolicy(json.value) : json;
  return parsed.ok ? parsed.value : undefined;
}

/** Pools that a policy names one by one and that are in no account; where an account cannot be read, nothing is said of them. */
async function unknownPools({ batch }: HasBatchReader, policy: Policy): Promise<readonly DocumentWarning[]> {
  const named = policy.dependsOn.map(({ pool }, index) => ({ path: `$.dependsOn[${index}].pool`, pool }));
  if (named.length === 0) return [];
  try {
    const pools = (await Promise.all(batch.accounts.map((account) => batch.listPools(account)))).flat();
    const known = new Set(pools.map(({ poolId }) => poolId.toLowerCase()));
    return named
      .filter(({ pool }) => !known.has(pool.toLowerCase()))
      .map(({ path, pool }) => ({
        path,
        message: `no account has a pool "${pool}": what depends on it is not started`,
      }));
  } catch {
    return [];
  }
}

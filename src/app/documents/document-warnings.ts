import { choosePolicy } from '../../core/policy/choose-policy.ts';
import type { Policy } from '../../core/policy/policy.ts';
import { matchesPool } from '../../core/policy/pool-pattern.ts';
import { siblingNamed } from '../../core/policy/start-failure-ladder.ts';
import type { PoolName } from '../../core/pool/pool-name.ts';
import type { PoolFacts } from '../../core/pool/snapshot.ts';
import { describeError } from '../../core/text/describe-error.ts';
import type { DocumentFinding } from '../../documents/fields/document-finding.ts';
import { type Parsed, parseJson } from '../../documents/fields/parsed.ts';
import { parsePolicy } from '../../documents/policies/policy-document.ts';
import { findingsOfPolicy, policyFindings } from '../../documents/policies/policy-findings.ts';
import { parseRule } from '../../documents/rules/rule-document.ts';
import { findingsOfRule, poolOfRule } from '../../documents/rules/rule-findings.ts';
import { parseSubscription } from '../../documents/subscriptions/subscription-document.ts';
import { findingsOfSubscription } from '../../documents/subscriptions/subscription-findings.ts';
import type { HasBatchReader } from '../../ports/batch.ts';
import type { HasCalendars } from '../../ports/calendars.ts';
import type { HasClock } from '../../ports/clock.ts';
import type { HasDocumentReader, StoredDocument } from '../../ports/documents.ts';
import { readSavedSchedule } from './read-schedule.ts';
import { scheduleAdvice } from './schedule-advice.ts';

/** A part of a document that has no effect, or is probably a mistake. */
export interface DocumentWarning {
  readonly path: string;
  readonly message: string;
}

/** The ports that documentWarnings uses. */
export type DocumentWarningsPorts = HasBatchReader & HasCalendars & HasClock & HasDocumentReader;

/** Nobody reads more than this many warnings. */
const MOST = 20;

type CheckedDocument = Pick<StoredDocument, 'kind' | 'id' | 'text'>;

/**
 * Warnings for the person who saves a document, by the rules of `check`: accepted members without effect, windows that never
 * open, pools that are left alone because two policies match them, and patterns that match no pool.
 */
export async function warningsOfDocument(
  ports: DocumentWarningsPorts,
  document: CheckedDocument,
): Promise<readonly DocumentWarning[]> {
  return (await FIND[document.kind](ports, document)).slice(0, MOST);
}

type Find = (ports: DocumentWarningsPorts, document: CheckedDocument) => Promise<readonly DocumentWarning[]>;

const FIND: Readonly<Record<StoredDocument['kind'], Find>> = {
  schedules: scheduleWarnings,
  policies: policyWarnings,
  rules: ruleWarnings,
  subscriptions: async (_, { text }) => toWarnings(foundIn(text, parseSubscription, findingsOfSubscription)),
};

async function ruleWarnings({ batch }: HasBatchReader, { text }: CheckedDocument): Promise<readonly DocumentWarning[]> {
  const [rule] = foundIn(text, parseRule, (one) => [one]);
  if (rule === undefined) return [];
  const pool = poolOfRule(rule);
  const isThere = pool === undefined || (await hasPool(batch, pool));
  const missing = `the account "${pool?.account}" has no pool "${pool?.poolId}": nothing is done for an event`;
  return [
    ...toWarnings(findingsOfRule(rule)),
    ...(isThere ? [] : [{ path: `$.act.${rule.act}.pool`, message: missing }]),
  ];
}

/** A pool of an account that cannot be read counts as there. */
async function hasPool(batch: HasBatchReader['batch'], { account, poolId }: PoolName): Promise<boolean> {
  try {
    const pools = await batch.listPools(account);
    return pools.some((pool) => pool.poolId.toLowerCase() === poolId.toLowerCase());
  } catch {
    return true;
  }
}

function foundIn<Value, Finding>(
  text: string,
  parse: (value: unknown) => Parsed<Value>,
  find: (value: Value) => readonly Finding[],
): readonly Finding[] {
  const json = parseJson(text);
  const parsed = json.ok ? parse(json.value) : json;
  return parsed.ok ? find(parsed.value) : [];
}

function toWarnings(findings: readonly DocumentFinding[]): readonly DocumentWarning[] {
  return findings.map(({ path, message }) => ({ path, message }));
}

async function policyWarnings(
  ports: DocumentWarningsPorts,
  { id, text }: CheckedDocument,
): Promise<readonly DocumentWarning[]> {
  const saved = policyIn(text);
  if (saved === undefined) return [];
  const others = (await ports.documents.list('policies')).flatMap((other) =>
    other.id === id ? [] : (policyIn(other.text) ?? []),
  );
  // Of two policies that match the same pool, the later one is named.
  const found = policyFindings([...others, saved]).filter(({ policyId }) => policyId === saved.id);
  return [
    ...toWarnings([...findingsOfPolicy(saved), ...found]),
    ...(await poolWarnings(ports, saved, others)),
    ...(await unknownPools(ports, saved)),
  ];
}

/** What the policy means for existing pools. The policy is saved whether or not they can be read. */
async function poolWarnings(
  { batch }: HasBatchReader,
  saved: Policy,
  others: readonly Policy[],
): Promise<readonly DocumentWarning[]> {
  try {
    const pools = (await Promise.all(batch.accounts.map((account) => batch.listPools(account)))).flat();
    return [...unnamed(saved, pools), ...leftAlone(saved, others, pools)];
  } catch (error) {
    return [{ path: '$.pools', message: `which pools it names could not be found out: ${describeError(error)}` }];
  }
}

function unnamed({ pools: patterns }: Policy, pools: readonly PoolFacts[]): readonly DocumentWarning[] {
  // Before the first pool is created, no pattern can match.
  if (pools.length === 0) return [];
  return patterns.flatMap((pattern, index) =>
    pools.some((pool) => matchesPool(pattern, pool))
      ? []
      : [{ path: `$.pools[${index}]`, message: `"${pattern}" matches no existing pool` }],
  );
}

function leftAlone(saved: Policy, others: readonly Policy[], pools: readonly PoolFacts[]): readonly DocumentWarning[] {
  const all = [...others, saved];
  const isDoubtful = (pool: PoolFacts, policies: readonly Policy[]) => choosePolicy(pool, policies).kind === 'doubt';
  const doubtful = pools.filter((pool) => isDoubtful(pool, all) && !isDoubtful(pool, others));
  if (doubtful.length === 0) return [];
  const named = doubtful.slice(0, 3).map(({ poolId }) => poolId);
  const which = `${named.join(', ')}${doubtful.length > named.length ? ' …' : ''}`;
  const count = `${doubtful.length} ${doubtful.length === 1 ? 'pool is' : 'pools are'}`;
  return [
    { path: '$.pools', message: `${count} left alone for it, as another policy names them equally well: ${which}` },
  ];
}

async function scheduleWarnings(
  ports: DocumentWarningsPorts,
  { text }: CheckedDocument,
): Promise<readonly DocumentWarning[]> {
  const json = parseJson(text);
  const parsed = json.ok ? await readSavedSchedule(ports, json.value) : json;
  if (!parsed.ok) return [];
  return toWarnings(scheduleAdvice(parsed.value, await ports.clock.now()));
}

function policyIn(text: string): Policy | undefined {
  return foundIn(text, parsePolicy, (policy) => [policy])[0];
}

/** Pools that a policy names without a pattern and that are in no account. If an account cannot be read, nothing is reported. */
async function unknownPools({ batch }: HasBatchReader, policy: Policy): Promise<readonly DocumentWarning[]> {
  const named = namedPools(policy);
  if (named.length === 0) return [];
  try {
    const pools = (await Promise.all(batch.accounts.map((account) => batch.listPools(account)))).flat();
    const known = new Set(pools.map(({ poolId }) => poolId.toLowerCase()));
    return named
      .filter(({ pool }) => !known.has(pool.toLowerCase()))
      .map(({ path, pool, effect }) => ({ path, message: `no account has a pool "${pool}": ${effect}` }));
  } catch {
    return [];
  }
}

function namedPools({ dependsOn, startFailure: { ladder } }: Policy) {
  return [
    ...dependsOn.map(({ pool }, index) => ({
      path: `$.dependsOn[${index}].pool`,
      pool,
      effect: 'what depends on it is not started',
    })),
    ...ladder.flatMap((step, index) => {
      const pool = siblingNamed(step);
      return pool === undefined
        ? []
        : [{ path: `$.startFailure.ladder[${index}]`, pool, effect: 'nothing is started in its place' }];
    }),
  ];
}

import pLimit from 'p-limit';
import type { Temporal } from 'temporal-polyfill';
import { type ActiveJob, jobsByPool } from '../../core/demand/job-work.ts';
import type { Documents } from '../../core/plan/documents.ts';
import { asksForWork, type EffectivePolicy, effectivePolicyFor } from '../../core/plan/effective-policy.ts';
import type { SiblingNeed } from '../../core/plan/input/sibling.ts';
import { fingerprintOf, isPoolDue, type NodeCounts } from '../../core/pool/pool-due.ts';
import type { PoolFacts } from '../../core/pool/snapshot.ts';
import { describeError } from '../../core/text/describe-error.ts';
import type { HasBatchReader } from '../../ports/batch.ts';
import type { HasPause } from '../../ports/clock.ts';
import type { EvaluationRequest, HasEvaluationQueue } from '../../ports/evaluation-queue.ts';
import type { HasNewCorrelation } from '../../ports/names.ts';
import type { HasPoolStateReader, PoolHeading } from '../../ports/pool-states.ts';
import type { HasThrottle } from '../../ports/throttle.ts';
import type { HasTicks, Tick } from '../../ports/ticks.ts';
import type { DocumentSources } from '../documents/read-documents.ts';
import { readDocuments } from '../documents/read-documents.ts';
import { whyThrottled } from './await-throttle.ts';
import type { HasJobsAt } from './jobs-at.ts';
import { siblingNeeds } from './siblings-of.ts';

/** What evaluatePools needs of the world. */
export type EvaluatePoolsPorts = DocumentSources &
  HasBatchReader &
  HasEvaluationQueue &
  HasJobsAt &
  HasNewCorrelation &
  HasPoolStateReader &
  HasPause &
  HasThrottle &
  HasTicks;

/**
 * One tick of the clock: finds the pools where something may be to decide and asks for an evaluation of each. What it
 * costs depends on the number of accounts, not of pools: their lists and counts, and what is remembered of them. The failure
 * of one account is noted and the others go on.
 */
export async function evaluatePools(ports: EvaluatePoolsPorts): Promise<Tick> {
  const at = await ports.clock.now();
  const reading = readDocuments(ports, at);
  const surveys = await Promise.all(
    ports.batch.accounts.map(async (account) => {
      const [documents, seen] = await Promise.all([reading, seeAccount(ports, account)]);
      if ('problem' in seen) return { pools: 0, due: 0, problems: [seen.problem] };
      return surveyAccount(ports, { account, documents, at }, seen);
    }),
  );
  const tick = {
    at,
    pools: surveys.reduce((sum, { pools }) => sum + pools, 0),
    due: surveys.reduce((sum, { due }) => sum + due, 0),
    problems: surveys.flatMap(({ problems }) => problems),
  };
  await ports.ticks.record(tick);
  return tick;
}

const SENDS_AT_ONCE = 16;

interface Survey {
  readonly account: string;
  readonly documents: Documents;
  readonly at: Temporal.Instant;
}

/** What can be seen of all pools of an account at once. */
interface SeenAccount {
  readonly pools: readonly PoolFacts[];
  readonly counts: ReadonlyMap<string, NodeCounts>;
  readonly states: readonly PoolHeading[];
}

async function seeAccount(
  ports: EvaluatePoolsPorts,
  account: string,
): Promise<SeenAccount | { readonly problem: string }> {
  try {
    const throttled = await whyThrottled(ports, account);
    if (throttled !== undefined) return { problem: throttled };
    const [pools, counts, states] = await Promise.all([
      ports.batch.listPools(account),
      ports.batch.countNodes(account),
      ports.poolStates.list(account),
    ]);
    return { pools, counts, states };
  } catch (error) {
    return { problem: notSurveyed(account, error) };
  }
}

function notSurveyed(account: string, error: unknown): string {
  return `The account ${account} could not be surveyed: ${describeError(error)}`;
}

async function surveyAccount(
  ports: EvaluatePoolsPorts,
  survey: Survey,
  { pools, counts, states }: SeenAccount,
): Promise<Omit<Tick, 'at'>> {
  try {
    const known = pools.map((facts) => ({ facts, effective: effectivePolicyFor(facts, survey.documents) }));
    const { jobsOf, problems } = await activeJobs(ports, survey, known);
    const asking = states.filter(({ sibling }) => sibling !== undefined);
    const stateOf = new Map(states.map((state) => [state.poolId.toLowerCase(), state]));
    const requests = known.flatMap(({ facts, effective }) => {
      const state = stateOf.get(facts.poolId.toLowerCase());
      const jobs = asksForWork(effective) ? jobsOf(facts.poolId) : [];
      const siblings = siblingNeeds(asking, facts, survey.at);
      const seen = { facts, effective, counts: counts.get(facts.poolId) ?? {}, state, jobs, siblings };
      return requestIfDue(survey, seen, ports);
    });
    await pLimit(SENDS_AT_ONCE).map(requests, (request) => ports.evaluations.send(request));
    return { pools: pools.length, due: requests.length, problems };
  } catch (error) {
    return { pools: 0, due: 0, problems: [notSurveyed(survey.account, error)] };
  }
}

/** The active jobs of the pools of an account; `undefined` is "not known". */
interface KnownJobs {
  readonly jobsOf: (poolId: string) => readonly ActiveJob[] | undefined;
  readonly problems: readonly string[];
}

/**
 * Finds the active jobs of an account; where no policy asks for work that waits, no call is spent on it. Jobs that cannot
 * be read are no reason to forget the schedules: the pools are evaluated all the same.
 */
async function activeJobs(
  ports: HasJobsAt,
  { account, at }: Survey,
  known: readonly { readonly effective: EffectivePolicy }[],
): Promise<KnownJobs> {
  if (!known.some(({ effective }) => asksForWork(effective))) return { jobsOf: () => [], problems: [] };
  try {
    return { jobsOf: jobsByPool(await ports.activeJobsAt(at, account)), problems: [] };
  } catch (error) {
    const problem = `The jobs of the account ${account} could not be read: ${describeError(error)}`;
    return { jobsOf: () => undefined, problems: [problem] };
  }
}

interface KnownPool {
  readonly facts: PoolFacts;
  readonly effective: EffectivePolicy;
  readonly counts: NodeCounts;
  readonly state: PoolHeading | undefined;
  readonly jobs: readonly ActiveJob[] | undefined;
  readonly siblings: readonly SiblingNeed[];
}

function requestIfDue(
  { at }: Survey,
  { facts, effective, counts, state, jobs, siblings }: KnownPool,
  { newCorrelation }: HasNewCorrelation,
): readonly EvaluationRequest[] {
  // A pool that we have nothing to do with is looked at only to see the end of what was begun there.
  if (effective.kind === 'none' && state?.acting === undefined && state?.hasPendingOperations !== true) return [];
  const asked = siblings.map(({ poolId, nodes }) => `sibling of ${poolId}: ${nodes}`);
  const traits = {
    facts,
    counts,
    documents: [...effective.documents, ...asked],
    jobs: (jobs ?? []).map(({ jobId }) => jobId),
  };
  const last = state && {
    fingerprint: state.fingerprint,
    nextLook: state.nextLook,
    unfinished: state.acting !== undefined,
  };
  // How many tasks wait in a job cannot be seen from outside, and changes at any time.
  if (jobs?.length === 0 && !isPoolDue(traits, last, at)) return [];
  return [{ tick: at, correlation: newCorrelation(), facts, fingerprint: fingerprintOf(traits) }];
}

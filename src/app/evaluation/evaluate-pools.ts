import type { Temporal } from 'temporal-polyfill';
import { describeNextRuns } from '../../core/demand/scheduled-work.ts';
import type { Documents } from '../../core/plan/documents.ts';
import { asksForWork, type EffectivePolicy, effectivePolicyFor } from '../../core/plan/effective-policy.ts';
import type { SiblingNeed } from '../../core/plan/input/sibling.ts';
import { takesSpot } from '../../core/plan/taking-part.ts';
import {
  fingerprintOf,
  isPoolDue,
  isRestOver,
  NO_COUNTS,
  type PoolCounts,
  type PoolTraits,
} from '../../core/pool/pool-due.ts';
import type { PoolFacts } from '../../core/pool/snapshot.ts';
import { describeError } from '../../core/text/describe-error.ts';
import type { HasBatchReader } from '../../ports/batch.ts';
import type { HasClock, HasPause } from '../../ports/clock.ts';
import { type EvaluationRequest, type HasEvaluationQueue, RequestsUnsent } from '../../ports/evaluation-queue.ts';
import type { HasNewCorrelation } from '../../ports/names.ts';
import type { HasPoolStateReader, PoolHeading } from '../../ports/pool-states.ts';
import { sha256 } from '../../ports/sha256.ts';
import type { HasThrottle } from '../../ports/throttle.ts';
import type { HasTicks, Tick } from '../../ports/ticks.ts';
import type { HasTickDocuments } from '../documents/unchanged-documents.ts';
import { whyThrottled } from './await-throttle.ts';
import { departedPools } from './departed-pools.ts';
import type { HasJobsAt } from './jobs-at.ts';
import { siblingNeeds } from './siblings-of.ts';
import type { HasSurveysInTime } from './survey-in-time.ts';
import { NO_WORK, type PoolWork, workOfAccount } from './work-of-account.ts';

/** The ports that evaluatePools uses. */
export type EvaluatePoolsPorts = HasBatchReader &
  HasClock &
  HasEvaluationQueue &
  HasJobsAt &
  HasNewCorrelation &
  HasPoolStateReader &
  HasPause &
  HasSurveysInTime &
  HasThrottle &
  HasTickDocuments &
  HasTicks;

/** What a tick did, and which one came before it. */
export interface TickReport extends Tick {
  readonly before: Tick | undefined;
  /** How long the first message for evaluations has waited; `undefined` if none waits, or if nothing was due. */
  readonly waited: Temporal.Duration | undefined;
}

/**
 * One tick of the clock: finds the pools where something may be to decide and asks for an evaluation of each. What it
 * costs depends on the number of accounts, not of pools: their lists and counts, and what is remembered of them. The failure
 * of one account is noted and the others go on, and so they do if one does not answer in time.
 */
export async function evaluatePools(ports: EvaluatePoolsPorts): Promise<TickReport> {
  const at = await ports.clock.now();
  const starting = ports.ticks.start();
  const documents = starting.then(({ documents }) => ports.documentsForTick(at, documents));
  const surveying = ports.batch.accounts.map((account) => surveyAccount(ports, { account, documents, at }));
  const [{ before }, surveys] = await Promise.all([starting, Promise.all(surveying), documents]);
  const tick = {
    at,
    pools: surveys.reduce((sum, { pools }) => sum + pools, 0),
    due: surveys.reduce((sum, { due }) => sum + due, 0),
    problems: [...ports.batch.accountProblems, ...surveys.flatMap(({ problems }) => problems)],
  };
  // Only if something is due: a message that waits for long is one of a pool that stays due.
  const waiting = tick.due === 0 ? undefined : ports.evaluations.longestWait().catch(() => undefined);
  const [waited] = await Promise.all([waiting, ports.ticks.record(tick)]);
  return { ...tick, before, waited };
}

interface Survey {
  readonly account: string;
  readonly documents: Promise<Documents>;
  readonly at: Temporal.Instant;
}

async function surveyAccount(ports: EvaluatePoolsPorts, survey: Survey): Promise<Omit<Tick, 'at'>> {
  const { account } = survey;
  try {
    return await ports.surveyInTime(account, () => surveyWhole(ports, survey));
  } catch (error) {
    const problem = `The account ${account} could not be surveyed: ${describeError(error)}`;
    return { pools: 0, due: 0, problems: [problem] };
  }
}

async function surveyWhole(ports: EvaluatePoolsPorts, survey: Survey): Promise<Omit<Tick, 'at'>> {
  const { account, at } = survey;
  const throttled = await whyThrottled(ports, account);
  if (throttled !== undefined) return { pools: 0, due: 0, problems: [throttled] };
  const listing = listRuled(ports, survey);
  // The counts take the most requests: everything else is done meanwhile.
  const [counts, { known, problems }, { listed }] = await Promise.all([
    ports.batch.countNodes(account, async () => {
      const { ruled } = await listing;
      return ruled.filter(mayBeDue).map(({ facts }) => facts);
    }),
    describeKnown(ports, survey, listing),
    listing,
  ]);
  const due = known.flatMap((pool) =>
    requestIfDue(at, { ...pool, counts: counts.get(pool.facts.poolId) ?? NO_COUNTS }, ports),
  );
  const unsent = await send(ports, due.toSorted(longestAgoFirst));
  return { pools: listed, due: due.length, problems: [...problems, ...unsent] };
}

interface DuePool {
  readonly request: EvaluationRequest;
  /** `undefined` if it was never evaluated. */
  readonly evaluatedAt: Temporal.Instant | undefined;
}

/** If evaluations are slower than ticks, messages expire: in the order of the list they would always be those of the same pools. */
function longestAgoFirst({ evaluatedAt: a }: DuePool, { evaluatedAt: b }: DuePool): number {
  return (a?.epochMilliseconds ?? 0) - (b?.epochMilliseconds ?? 0);
}

/** Sends requests. @returns what could not be sent, in one sentence: the next tick asks for it again */
async function send({ evaluations }: HasEvaluationQueue, due: readonly DuePool[]): Promise<readonly string[]> {
  try {
    if (due.length > 0) await evaluations.send(due.map(({ request }) => request));
    return [];
  } catch (error) {
    if (!(error instanceof RequestsUnsent)) throw error;
    return [describeError(error)];
  }
}

interface RuledPool {
  readonly facts: PoolFacts;
  readonly effective: EffectivePolicy;
  readonly state: PoolHeading | undefined;
}

/** The number of pools that an account lists, the states of all its pools, and what rules each of them. */
async function listRuled(ports: EvaluatePoolsPorts, { account, documents: reading }: Survey) {
  const [pools, documents, states] = await Promise.all([
    ports.batch.listPools(account),
    reading,
    ports.poolStates.list(account),
  ]);
  const stateOf = new Map(states.map((state) => [state.poolId.toLowerCase(), state]));
  const ruled: readonly RuledPool[] = [...pools, ...departedPools(states, pools)].map((facts) => ({
    facts,
    effective: effectivePolicyFor(facts, documents),
    state: stateOf.get(facts.poolId.toLowerCase()),
  }));
  return { listed: pools.length, states, ruled };
}

/** A pool that we have nothing to do with is looked at only to see the end of what was begun there. */
function mayBeDue({ effective, state }: RuledPool): boolean {
  return effective.kind !== 'none' || state?.acting !== undefined || state?.hasPendingOperations === true;
}

/** What is known, beside its counts, of each pool that may have to be evaluated. */
async function describeKnown(
  ports: EvaluatePoolsPorts,
  survey: Survey,
  listing: ReturnType<typeof listRuled>,
): Promise<{ readonly known: readonly Omit<KnownPool, 'counts'>[]; readonly problems: readonly string[] }> {
  const { ruled, states } = await listing;
  const { workOf, problems } = await workOfAccount(ports, survey, ruled);
  const needsOf = siblingNeeds(states, survey.at);
  const known = ruled.filter(mayBeDue).map((pool) => ({
    ...pool,
    work: asksForWork(pool.effective) ? workOf(pool.facts.poolId) : NO_WORK,
    siblings: needsOf(pool.facts),
  }));
  return { known, problems };
}

interface KnownPool extends RuledPool {
  readonly counts: PoolCounts;
  readonly work: PoolWork;
  readonly siblings: readonly SiblingNeed[];
}

function requestIfDue(
  at: Temporal.Instant,
  { facts, effective, counts, state, work: { jobs, schedules }, siblings }: KnownPool,
  { newCorrelation }: HasNewCorrelation,
): readonly DuePool[] {
  const asked = [
    ...siblings.map(({ poolId, nodes }) => `sibling of ${poolId}: ${nodes}`),
    ...describeNextRuns(schedules),
  ];
  const { documents } = effective;
  const traits = {
    facts,
    counts,
    takesSpot: takesSpot(effective),
    documents: asked.length === 0 ? documents : [...documents, ...asked],
    jobs: (jobs ?? []).map(({ jobId }) => jobId),
  };
  const last = state && {
    tick: state.tick,
    fingerprint: state.fingerprint,
    nextLook: state.nextLook,
    unfinished: state.acting !== undefined,
  };
  const fingerprint = keptFingerprint(traits);
  // How many tasks wait in a job cannot be seen from outside, and changes at any time.
  const mayHaveChanged = jobs?.length !== 0 || isPoolDue(fingerprint, last, at);
  const isToRecord = asksForWork(effective) && last !== undefined && isRestOver(facts, last, at);
  if (!mayHaveChanged && !isToRecord) return [];
  return [{ request: { tick: at, correlation: newCorrelation(), facts, fingerprint }, evaluatedAt: state?.tick }];
}

const LONGEST_FINGERPRINT = 4_000;

/**
 * A fingerprint names every active job and every directive, and a queue message holds 48 KiB: a long one is kept as its hash.
 */
function keptFingerprint(traits: PoolTraits): string {
  const fingerprint = fingerprintOf(traits);
  return fingerprint.length <= LONGEST_FINGERPRINT ? fingerprint : sha256(fingerprint);
}

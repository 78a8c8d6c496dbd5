import pLimit from 'p-limit';
import type { Temporal } from 'temporal-polyfill';
import { isPoolDue, type NodeCounts, sightOf } from '../core/pool/pool-due.ts';
import type { PoolFacts } from '../core/pool/snapshot.ts';
import { describeError } from './describe-error.ts';
import type { Documents } from './documents/documents.ts';
import { readDocuments } from './documents/read-documents.ts';
import { rulingFor } from './documents/ruling.ts';
import type { EvaluationRequest, PoolState, Ports, Tick } from './ports.ts';

/**
 * One tick of the clock: finds the pools where something may be to decide and asks for an evaluation of each. What it
 * costs hangs on the number of accounts, not of pools: their lists and counts, and what is remembered of them. The failure
 * of one account is noted and the others go on.
 */
export async function evaluatePools(ports: Ports): Promise<Tick> {
  const at = await ports.clock.now();
  const documents = await readDocuments(ports.documents);
  const surveys = await Promise.all(
    ports.batch.accounts.map((account) => surveyAccount(ports, { account, documents, at })),
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

async function surveyAccount(ports: Ports, survey: Survey): Promise<Omit<Tick, 'at'>> {
  try {
    const [pools, counts, states] = await Promise.all([
      ports.batch.listPools(survey.account),
      ports.batch.countNodes(survey.account),
      ports.poolStates.list(survey.account),
    ]);
    const stateOf = new Map(states.map((state) => [state.poolId.toLowerCase(), state]));
    const requests = pools.flatMap((facts) => {
      const known = { facts, counts: counts.get(facts.poolId) ?? {}, state: stateOf.get(facts.poolId.toLowerCase()) };
      return requestIfDue(survey, known, ports.newCorrelation);
    });
    await pLimit(SENDS_AT_ONCE).map(requests, (request) => ports.evaluations.send(request));
    return { pools: pools.length, due: requests.length, problems: [] };
  } catch (error) {
    return {
      pools: 0,
      due: 0,
      problems: [`The account ${survey.account} could not be surveyed: ${describeError(error)}`],
    };
  }
}

interface KnownPool {
  readonly facts: PoolFacts;
  readonly counts: NodeCounts;
  readonly state: PoolState | undefined;
}

function requestIfDue(
  { documents, at }: Survey,
  { facts, counts, state }: KnownPool,
  newCorrelation: Ports['newCorrelation'],
): readonly EvaluationRequest[] {
  const ruling = rulingFor(facts, documents);
  // A pool that we have nothing to do with is looked at once more only to close what was left open there.
  if (ruling.kind === 'none' && state?.acting === undefined) return [];
  const sight = { facts, counts, documents: ruling.documents };
  const last = state && { sight: state.sight, nextLook: state.nextLook, unfinished: state.acting !== undefined };
  if (!isPoolDue(sight, last, at)) return [];
  return [{ tick: at, correlation: newCorrelation(), facts, sight: sightOf(sight) }];
}

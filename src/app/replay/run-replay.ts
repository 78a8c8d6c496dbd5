import { setImmediate as yieldToOthers } from 'node:timers/promises';
import { Temporal } from 'temporal-polyfill';
import type { DemandMinute } from '../../core/demand/demand-minute.ts';
import { NO_MEMORY } from '../../core/memory/memory.ts';
import { takesPart } from '../../core/plan/input/fleet.ts';
import { counted } from '../../core/text/counted.ts';
import { isBefore } from '../../core/time/instants.ts';
import { parsePolicy } from '../../documents/policies/policy-document.ts';
import type { HasBatchReader } from '../../ports/batch.ts';
import type { HasCalendars } from '../../ports/calendars.ts';
import type { HasClock, HasWallClock } from '../../ports/clock.ts';
import type { HasDemandRecords } from '../../ports/demand-records.ts';
import type { HasDocumentReader } from '../../ports/documents.ts';
import type { HasPoolStateReader } from '../../ports/pool-states.ts';
import type { HasReplayQueue } from '../../ports/replay-queue.ts';
import type {
  AskedPolicy,
  HasReplays,
  Recommendation,
  ReplayKind,
  ReplayRecord,
  ReplayResult,
  TaggedReplay,
} from '../../ports/replays.ts';
import { baselinesIn, FORECAST } from '../../replay/baselines.ts';
import { cheapestOf, proposedPolicies } from '../../replay/proposals.ts';
import { type ReplayCase, type ReplayOutcome, referenceOf, replaySteps } from '../../replay/replay-policy.ts';
import type { TriedPolicy } from '../../replay/tried-policy.ts';
import { toTriedPolicy } from './asked-policies.ts';
import { recordedDemand } from './recorded-demand.ts';
import { replayCaseOf, replayedDemand, replayedPool } from './replay-case.ts';

/** The ports that runReplay uses. */
export type RunReplayPorts = HasBatchReader &
  HasCalendars &
  HasClock &
  HasDemandRecords &
  HasDocumentReader &
  HasPoolStateReader &
  HasReplayQueue &
  HasReplays &
  HasWallClock;

/** A policy to try, and the name of its result. */
interface Candidate {
  readonly kind: ReplayKind;
  readonly policy: TriedPolicy;
  /** The documents from which it was parsed. */
  readonly proposal: AskedPolicy | undefined;
}

/** The input of all policies. */
interface Prepared {
  readonly tried: ReplayCase;
  readonly minutes: readonly DemandMinute[];
}

const MINUTE_MS = 60_000;
const MINUTES_A_DAY = 1440;
/** The longest time that one policy is tried, in real time: the host ends a function, and its process, after five minutes. */
const LONGEST_TRY = Temporal.Duration.from({ minutes: 4 });

/**
 * Tries the next policy of a replay, and queues the one after it. Safe to run twice: a policy that has its result is not tried
 * again, and of two concurrent runs one result is kept.
 * @returns what it did, for the log
 */
export async function runReplay(ports: RunReplayPorts, id: string): Promise<string> {
  const found = await ports.replays.get(id);
  if (found === undefined) return 'there is no such replay any more';
  const { status, requestedAt, days } = found.replay;
  if (isOver(found.replay)) return `it is ${status}`;
  const untilMinute = Math.floor(requestedAt / MINUTE_MS);
  const span = { fromMinute: untilMinute - days * MINUTES_A_DAY, untilMinute };
  const minutes = await recordedDemand(ports, found.replay, span);
  const prepared = await preparedReplay(ports, found.replay, { minutes, untilMinute });
  if (typeof prepared === 'string') return fail(ports, found, prepared);
  return tryNext(ports, { ...found, replay: prepared.replay }, { tried: prepared.tried, minutes });
}

/** The replay with the input of the first policy; a sentence if it cannot begin. */
async function preparedReplay(
  ports: RunReplayPorts,
  replay: ReplayRecord,
  { minutes, untilMinute }: { readonly minutes: readonly DemandMinute[]; readonly untilMinute: number },
): Promise<{ readonly replay: ReplayRecord; readonly tried: ReplayCase } | string> {
  const demand = replay.demand ?? replayedDemand(minutes, untilMinute);
  if (demand === undefined || demand.tasks === 0) return NO_DEMAND;
  const pool = replay.pool ?? (await poolOf(ports, replay, minutes));
  if (pool === undefined) return 'The pool is no longer there.';
  return { replay: { ...replay, status: 'running', demand, pool }, tried: replayCaseOf(minutes, demand, pool) };
}

const NO_DEMAND =
  'No work was recorded for the pool in these days. Demand is recorded while a policy with `demand` or `forecast` takes part, also in the mode observe.';

async function poolOf(ports: RunReplayPorts, replay: ReplayRecord, minutes: readonly DemandMinute[]) {
  const [facts, nodes, fenced] = await Promise.all([
    ports.batch.getPool(replay),
    ports.batch.listNodes(replay),
    ports.poolStates.get(replay),
  ]);
  if (facts === undefined || nodes === undefined) return undefined;
  const inForce = parsePolicy(replay.inForce);
  const policy = inForce.ok ? inForce.value : SPOT_LEFT_ALONE;
  const taking = nodes.filter((node) => takesPart(node, policy));
  const size = { nodes: taking.length, taskSlotsPerNode: facts.taskSlotsPerNode };
  return replayedPool(size, fenced?.state.memory ?? NO_MEMORY, minutes);
}

const SPOT_LEFT_ALONE = { protect: { spot: true } };

async function tryNext(
  ports: RunReplayPorts,
  { replay, tag }: TaggedReplay,
  { tried, minutes }: Prepared,
): Promise<string> {
  const candidates = await candidatesOf(ports, replay, minutes);
  const next = candidates[replay.results.length];
  if (next === undefined) return fail(ports, { replay, tag }, 'A policy can no longer be read.');
  const begun = await ports.wallClock.now();
  const reference = referenceOf(tried);
  const outcome = await inSteps(ports, replaySteps(tried, reference, next.policy), begun.add(LONGEST_TRY));
  if (outcome === undefined) return fail(ports, { replay, tag }, tooLong(next, replay));
  const results = [...replay.results, { name: next.policy.name, kind: next.kind, ...outcome }];
  const isLast = results.length === candidates.length;
  const isKept = await ports.replays.update(
    {
      ...replay,
      status: isLast ? 'done' : 'running',
      policies: candidates.length,
      leastHours: reference.leastS / 3600,
      results,
      recommendation: isLast && replay.recommend ? recommendationOf(candidates, results, tried) : undefined,
    },
    tag,
  );
  if (!isKept) return 'another run has tried it meanwhile';
  if (!isLast) await ports.replayQueue.send(replay.id);
  return `${next.policy.name} was tried, ${results.length} of ${candidates.length}`;
}

/** All policies of a replay, always in the same order. */
async function candidatesOf(
  ports: RunReplayPorts,
  { asked, recommend, inForce, poolId, timeZone }: ReplayRecord,
  minutes: readonly DemandMinute[],
): Promise<readonly Candidate[]> {
  const base = typeof inForce === 'object' && inForce !== null ? { ...inForce } : undefined;
  const proposals = recommend ? proposedPolicies(minutes, { poolId, base, timeZone }) : [];
  return [
    ...baselinesIn(timeZone).map((policy) => ({ kind: 'baseline', policy, proposal: undefined }) as const),
    ...(recommend ? [] : [{ kind: 'proposed', policy: FORECAST, proposal: undefined } as const]),
    ...(await readCandidates(ports, 'asked', asked)),
    ...(await readCandidates(ports, 'proposed', proposals)),
  ];
}

async function readCandidates(
  ports: RunReplayPorts,
  kind: ReplayKind,
  policies: readonly AskedPolicy[],
): Promise<readonly Candidate[]> {
  const read = await Promise.all(policies.map((policy) => toTriedPolicy(ports, policy)));
  return read.flatMap((policy, index) => (policy === undefined ? [] : [{ kind, policy, proposal: policies[index] }]));
}

function recommendationOf(
  candidates: readonly Candidate[],
  results: readonly ReplayResult[],
  { workload, pool }: ReplayCase,
): Recommendation | undefined {
  const choice = cheapestOf(
    results.filter(({ kind }) => kind === 'proposed'),
    workload,
    pool,
  );
  const chosen = candidates.find(({ policy }) => policy.name === choice?.name)?.proposal;
  return choice && chosen && { ...choice, policy: chosen.policy, schedules: chosen.schedules };
}

/** Yields to the event loop between the steps, because evaluations must not wait for a replay. `undefined` if it is too late. */
async function inSteps(
  { wallClock }: HasWallClock,
  steps: Generator<number, ReplayOutcome>,
  until: Temporal.Instant,
): Promise<ReplayOutcome | undefined> {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    await yieldToOthers();
    if (isBefore(until, await wallClock.now())) return undefined;
  }
}

function tooLong({ policy }: Candidate, { days, pool }: ReplayRecord): string {
  const size = pool === undefined ? '' : ` on ${counted(pool.nodes, 'node')}`;
  return `${policy.name} could not be tried in ${LONGEST_TRY.minutes} minutes, with ${counted(days, 'day')}${size}: ask for fewer days, or again when no other replay runs.`;
}

function isOver({ status }: ReplayRecord): boolean {
  return status === 'done' || status === 'failed';
}

async function fail(ports: HasReplays, { replay, tag }: TaggedReplay, problem: string): Promise<string> {
  await ports.replays.update({ ...replay, status: 'failed', problem }, tag);
  return problem;
}

/** Stores that a replay has failed, after the host has given up its message, unless another message has ended it. */
export async function recordGivenUpReplay(ports: HasReplays, id: string): Promise<void> {
  const found = await ports.replays.get(id);
  if (found !== undefined && !isOver(found.replay))
    await fail(ports, found, 'It failed in every attempt; the log has the cause.');
}

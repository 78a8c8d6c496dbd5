import { Temporal } from 'temporal-polyfill';
import * as api from '../../api/replays.ts';
import { answerOnce } from '../../app/idempotency/answer-once.ts';
import { requireAccount } from '../../app/pools/require-pool.ts';
import { requestReplay } from '../../app/replay/request-replay.ts';
import type { Price } from '../../core/policy/policy.ts';
import { AppError } from '../../ports/errors.ts';
import type { ReplayRecord, ReplayResult } from '../../ports/replays.ts';
import { type Operation, operation } from '../serving/operation.ts';

export const replayPool = operation(api.replayPool).by(
  async ({ path: { account, pool }, headers, body, caller: { actor } }, ports) => {
    const what = { operation: 'replay', account, pool: pool.toLowerCase(), value: body };
    const id = await answerOnce(ports, { key: headers['idempotency-key'], actor, what }, async (correlation) => {
      const request = { ...body, policies: body.policies, pool: { account, poolId: pool }, actor, id: correlation };
      return (await requestReplay(ports, request)).id;
    });
    const found = await ports.replays.get(id);
    if (found === undefined) throw notFound(id);
    return { status: 202, headers: { location: `/api/replays/${id}` }, body: toView(found.replay) };
  },
);

export const getReplay = operation(api.getReplay).by(async ({ path: { id } }, ports) => {
  const found = await ports.replays.get(id);
  if (found === undefined) throw notFound(id);
  return { status: 200, body: toView(found.replay) };
});

export const getLastReplay = operation(api.getLastReplay).by(async ({ path: { account, pool } }, ports) => {
  requireAccount(ports, account);
  const replay = await ports.replays.lastOf({ account, poolId: pool });
  if (replay === undefined) throw new AppError('ReplayNotFound', `The pool '${pool}' has no replay.`);
  return { status: 200, body: toView(replay) };
});

/** The operations that try policies on recorded demand. */
export const REPLAYS: readonly Operation[] = [replayPool, getLastReplay, getReplay];

function notFound(id: string): AppError {
  return new AppError('ReplayNotFound', `There is no replay '${id}'.`);
}

function toView(replay: ReplayRecord) {
  const { id, account, poolId, status, actor, days, timeZone, price, pool, results } = replay;
  return {
    id,
    account,
    pool: poolId,
    status,
    progress: { policies: results.length, of: replay.policies ?? null },
    requestedAt: Temporal.Instant.fromEpochMilliseconds(replay.requestedAt).toString(),
    actor,
    days,
    timeZone,
    demand: toDemandView(replay),
    simulated: pool ?? null,
    limit: toLimitView(replay),
    currency: price?.currency ?? null,
    results: results.map((result) => toResultView(result, replay)),
    recommendation: toRecommendationView(replay),
    problem: replay.problem ?? null,
  };
}

function toDemandView({ demand }: ReplayRecord) {
  if (demand === undefined) return null;
  const { fromMinute, untilMinute, scoredFromMinute, recordedMinutes, tasks } = demand;
  return {
    from: instantOf(fromMinute * 60),
    until: instantOf(untilMinute * 60),
    scoredFrom: instantOf(scoredFromMinute * 60),
    recordedMinutes,
    missingMinutes: untilMinute - fromMinute - recordedMinutes,
    tasks,
  };
}

function toLimitView({ leastHours, results: [first] }: ReplayRecord) {
  return leastHours === undefined || first === undefined
    ? null
    : { nodeHours: leastHours, alwaysOnHours: first.metrics.alwaysOnHours };
}

function toRecommendationView({ recommendation }: ReplayRecord) {
  if (recommendation === undefined) return null;
  const { name, because, policy, schedules } = recommendation;
  return { result: name, because, policy: toDocument(policy), schedules: schedules.map(toDocument) };
}

function toDocument(document: unknown): Readonly<Record<string, unknown>> {
  return typeof document === 'object' && document !== null ? { ...document } : {};
}

function toResultView({ name, kind, metrics, longestWaits, timeline }: ReplayResult, { demand, price }: ReplayRecord) {
  const { leastHours: _, deallocatingHours: __, alwaysOnHours, known = null, ...figures } = metrics;
  const at = (seconds: number) => instantOf((demand?.fromMinute ?? 0) * 60 + seconds);
  return {
    policy: name,
    kind,
    metrics: { ...figures, known },
    cost: price === undefined ? null : costOf({ on: metrics.allocatedHours, all: alwaysOnHours }, price),
    longestWaits: longestWaits.map(({ submittedS, ...wait }) => ({ at: at(submittedS), ...wait })),
    timeline: timeline.map(({ atS, ...point }) => ({ at: at(atS), ...point })),
  };
}

/** Disks cost money while nodes are deallocated. */
function costOf({ on, all }: { readonly on: number; readonly all: number }, price: Price): number {
  return on * price.nodeHour + Math.max(0, all - on) * price.deallocatedNodeHour;
}

function instantOf(epochSeconds: number): string {
  return Temporal.Instant.fromEpochMilliseconds(Math.round(epochSeconds * 1000)).toString();
}

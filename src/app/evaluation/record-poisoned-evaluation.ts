import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { evaluationPoisoned, evaluationResumed } from '../../core/audit/events.ts';
import { poolKey } from '../../core/pool/pool-key.ts';
import type { HasAuditWriter } from '../../ports/audit.ts';
import type { HasClaims } from '../../ports/claim-store.ts';
import type { HasClock, HasWallClock } from '../../ports/clock.ts';
import type { EvaluationRequest } from '../../ports/evaluation-queue.ts';
import { replaceClaim } from '../idempotency/replace-claim.ts';

/** The ports that recordPoisonedEvaluation uses. */
export type PoisonRecordPorts = HasAuditWriter & HasClaims & HasClock & HasWallClock;

const SCOPE = 'given-up';
/** What still holds after this time is recorded once more. */
const ONCE_IN = Temporal.Duration.from({ hours: 24 });

const KEPT = z.object({ pool: z.string(), reason: z.string() });

/**
 * Records that the evaluation of a pool was given up, and why. The next tick asks for a new one: as long as that is given up for
 * the same reason, by whatever process, there is no further record that day.
 */
export async function recordPoisonedEvaluation(
  ports: PoisonRecordPorts,
  request: EvaluationRequest,
  reason = 'it failed every time it was tried',
): Promise<void> {
  const { facts } = request;
  const pool = poolKey(facts);
  const before = await ports.claims.get(SCOPE, pool);
  if (before !== undefined && reasonIn(before.text) === reason) return;
  const says = `the evaluation of the tick of ${request.tick} was given up: ${reason}`;
  await ports.audit.append([evaluationPoisoned(await contextOf(ports, request), says)]);
  const until = (await ports.wallClock.now()).add(ONCE_IN);
  const claim = { scope: SCOPE, key: pool, text: JSON.stringify({ pool, reason }), until } as const;
  await replaceClaim(ports, claim, before);
}

/**
 * Records that the evaluations of a message were given up. One that cannot be recorded holds up no other.
 * @throws the first failure: the message is then recorded again, without what is recorded already
 */
export async function recordPoisonedEvaluations(
  ports: PoisonRecordPorts,
  requests: readonly EvaluationRequest[],
): Promise<void> {
  const results = await Promise.allSettled(requests.map((request) => recordPoisonedEvaluation(ports, request)));
  const failed = results.find(({ status }) => status === 'rejected');
  if (failed?.status === 'rejected') throw failed.reason;
}

/** Records that the evaluation of a pool has succeeded again, if it was given up before. */
export async function recordResumedEvaluation(ports: PoisonRecordPorts, request: EvaluationRequest): Promise<void> {
  const pool = poolKey(request.facts);
  const before = await ports.claims.get(SCOPE, pool);
  if (before === undefined) return;
  await ports.audit.append([evaluationResumed(await contextOf(ports, request), reasonIn(before.text))]);
  await ports.claims.forget(SCOPE, pool);
}

/** The keys of the pools whose evaluation was given up. */
export async function givenUpPools({ claims }: HasClaims): Promise<ReadonlySet<string>> {
  return new Set((await claims.list(SCOPE)).map(({ text }) => KEPT.parse(JSON.parse(text)).pool));
}

function reasonIn(text: string): string {
  return KEPT.parse(JSON.parse(text)).reason;
}

async function contextOf({ clock }: HasClock, { facts, correlation }: EvaluationRequest) {
  return { at: await clock.now(), actor: 'queue:evaluate-pool', pool: facts, correlation, policy: undefined };
}

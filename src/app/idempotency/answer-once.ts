import { setTimeout } from 'node:timers/promises';
import { Temporal } from 'temporal-polyfill';
import { canonicalJson } from '../../core/audit/chain.ts';
import type { Claim, HasClaims, KeptClaim } from '../../ports/claim-store.ts';
import type { HasWallClock } from '../../ports/clock.ts';
import { AppError } from '../../ports/errors.ts';
import type { HasNewCorrelation } from '../../ports/names.ts';
import { sha256 } from '../../ports/sha256.ts';

/** A request that its sender may send again without meaning another one. */
export interface RepeatableRequest {
  /** What the sender calls it; `undefined` where every request is one of its own. */
  readonly key: string | undefined;
  readonly actor: string;
  /** What is asked for, with everything that tells it from another request: as JSON. */
  readonly what: unknown;
}

/** What is kept under a key: the answer, once there is one. */
interface Kept<Answer> {
  readonly fingerprint: string;
  readonly correlation: string;
  readonly answer?: Answer;
}

/** A key is remembered for so long. */
const REMEMBERED = Temporal.Duration.from({ hours: 24 });

/** The first of two requests at the same moment is waited for so long, in milliseconds, before its work is gone over again. */
const PATIENCE_MS = 5_000;
const LOOK_MS = 200;

/**
 * Does what a request asks for, under a correlation of its own. The same request under the same key gets the same answer,
 * whatever has happened in between; one that was broken off is gone over again under the same correlation, so `act` has to
 * be safe to repeat. What `act` refuses is not kept: the key can be used again when the request is mended.
 * @throws AppError IdempotencyKeyReused if another request was sent under the key; whatever `act` throws
 */
export async function answerOnce<Answer>(
  ports: HasClaims & HasNewCorrelation & HasWallClock,
  request: RepeatableRequest,
  act: (correlation: string) => Promise<Answer>,
): Promise<Answer> {
  const { key, actor, what } = request;
  if (key === undefined) return act(ports.newCorrelation());
  const fingerprint = sha256(canonicalJson(what));
  const until = (await ports.wallClock.now()).add(REMEMBERED);
  const mine = { fingerprint, correlation: ports.newCorrelation() };
  const claim: Claim = { scope: 'request', key: `${actor}\n${key}`, text: JSON.stringify(mine), until };
  const there = await ports.claims.claim(claim);
  if (there === undefined) return answer(ports, { claim, kept: mine }, act);
  if (read(there).fingerprint !== fingerprint) throw reused(key);
  const kept = await settled<Answer>(ports, claim, there);
  // The first was refused, so that nothing is remembered of it: this one is the first now.
  if (kept === undefined) return answerOnce(ports, request, act);
  return kept.answer ?? answer(ports, { claim, kept }, act);
}

interface Doing {
  readonly claim: Claim;
  readonly kept: Kept<unknown>;
}

async function answer<Answer>(
  { claims }: HasClaims,
  { claim, kept }: Doing,
  act: (correlation: string) => Promise<Answer>,
): Promise<Answer> {
  try {
    const given = await act(kept.correlation);
    const tag = (await claims.get('request', claim.key))?.tag;
    if (tag !== undefined) await claims.update({ ...claim, text: JSON.stringify({ ...kept, answer: given }) }, tag);
    return given;
  } catch (error) {
    if (error instanceof AppError && !MAY_HAVE_BEEN_DONE.has(error.code)) await claims.forget('request', claim.key);
    throw error;
  }
}

/** After these some of it may have been done: the next try goes over it under the same correlation. */
const MAY_HAVE_BEEN_DONE: ReadonlySet<string> = new Set(['StorageUnavailable', 'BatchUnavailable']);

/** Waits for the answer to a request that somebody else may be about to give; `undefined` if that was refused. */
async function settled<Answer>(
  { claims }: HasClaims,
  { key }: Claim,
  first: KeptClaim,
): Promise<Kept<Answer> | undefined> {
  let kept = read<Answer>(first);
  for (let waited = 0; kept.answer === undefined && waited < PATIENCE_MS; waited += LOOK_MS) {
    await setTimeout(LOOK_MS);
    const now = await claims.get('request', key);
    if (now === undefined) return undefined;
    kept = read<Answer>(now);
  }
  return kept;
}

function read<Answer>({ text }: KeptClaim): Kept<Answer> {
  return JSON.parse(text) as Kept<Answer>;
}

function reused(key: string): AppError {
  return new AppError(
    'IdempotencyKeyReused',
    `Another request was sent with the Idempotency-Key '${key}' in the last 24 hours: take a new one for another request.`,
  );
}

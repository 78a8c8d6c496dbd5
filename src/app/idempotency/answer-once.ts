import { Temporal } from 'temporal-polyfill';
import { canonicalJson } from '../../core/audit/chain.ts';
import type { Claim, HasClaims, KeptClaim } from '../../ports/claim-store.ts';
import type { HasPause, HasWallClock } from '../../ports/clock.ts';
import { AppError } from '../../ports/errors.ts';
import type { HasNewCorrelation } from '../../ports/names.ts';
import { sha256 } from '../../ports/sha256.ts';
import { claimOrWait, type Patience } from './claim-or-wait.ts';

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

/** The first of two requests at the same moment is waited for so long before its work is gone over again: 5 seconds. */
const PATIENCE: Patience = { lookMs: 200, looks: 25 };

/**
 * Does what a request asks for, under a correlation of its own. The same request under the same key gets the same answer,
 * whatever has happened in between; one that was broken off is gone over again under the same correlation, so `act` has to
 * be safe to repeat. What `act` refuses is not kept: the key can be used again when the request is corrected.
 * @throws AppError IdempotencyKeyReused if another request was sent under the key; whatever `act` throws
 */
export async function answerOnce<Answer>(
  ports: HasClaims & HasNewCorrelation & HasPause & HasWallClock,
  request: RepeatableRequest,
  act: (correlation: string) => Promise<Answer>,
): Promise<Answer> {
  const { key, actor, what } = request;
  if (key === undefined) return act(ports.newCorrelation());
  const fingerprint = sha256(canonicalJson(what));
  const until = (await ports.wallClock.now()).add(REMEMBERED);
  const mine = { fingerprint, correlation: ports.newCorrelation() };
  const claim: Claim = { scope: 'request', key: `${actor}\n${key}`, text: JSON.stringify(mine), until };
  const claimed = await claimOrWait(ports, {
    claim: () => claim,
    settled: (there) => {
      const kept = read<Answer>(there);
      if (kept.fingerprint !== fingerprint) throw reused(key);
      return kept.answer === undefined ? undefined : { answer: kept.answer };
    },
    patience: PATIENCE,
  });
  if (claimed.kind === 'settled') return claimed.found.answer;
  const kept = claimed.kind === 'mine' ? mine : read<Answer>(claimed.there);
  return answer(ports, { claim, kept }, act);
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

function read<Answer>({ text }: KeptClaim): Kept<Answer> {
  return JSON.parse(text) as Kept<Answer>;
}

function reused(key: string): AppError {
  return new AppError(
    'IdempotencyKeyReused',
    `Another request was sent with the Idempotency-Key '${key}' in the last 24 hours: take a new one for another request.`,
  );
}

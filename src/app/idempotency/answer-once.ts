import { Temporal } from 'temporal-polyfill';
import { canonicalJson } from '../../core/audit/chain.ts';
import type { Claim, HasClaims, KeptClaim } from '../../ports/claim-store.ts';
import type { HasPause, HasWallClock } from '../../ports/clock.ts';
import { AppError } from '../../ports/errors.ts';
import type { HasNewCorrelation } from '../../ports/names.ts';
import { sha256 } from '../../ports/sha256.ts';
import { claimOrWait, type Patience } from './claim-or-wait.ts';

/** A request that its sender may retry. */
export interface RepeatableRequest {
  /** The idempotency key; `undefined` if each request counts on its own. */
  readonly key: string | undefined;
  readonly actor: string;
  /** The content of the request as JSON: two requests with different content are different requests. */
  readonly what: unknown;
}

/** What is stored under a key: the answer, once there is one. */
interface Kept<Answer> {
  readonly fingerprint: string;
  readonly correlation: string;
  readonly answer?: Answer;
}

/** How long a key is remembered. */
const REMEMBERED = Temporal.Duration.from({ hours: 24 });

/** A second concurrent request waits this long for the first one before it repeats the work: 5 seconds. */
const PATIENCE: Patience = { lookMs: 200, looks: 25 };

/**
 * Carries out a request under a correlation of its own. The same request under the same key gets the same answer, whatever has
 * happened in between. An interrupted request is repeated under the same correlation, so `act` must be idempotent. If `act`
 * refuses, nothing is stored: the key can be used again for the corrected request.
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

/** After these failures, a part may have been done: the retry repeats it under the same correlation. */
const MAY_HAVE_BEEN_DONE: ReadonlySet<string> = new Set(['StorageUnavailable', 'BatchUnavailable']);

function read<Answer>({ text }: KeptClaim): Kept<Answer> {
  return JSON.parse(text) as Kept<Answer>;
}

function reused(key: string): AppError {
  return new AppError(
    'IdempotencyKeyReused',
    `Another request was sent with the Idempotency-Key '${key}' in the last 24 hours: use a new key for another request.`,
  );
}

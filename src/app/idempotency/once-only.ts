import type { Temporal } from 'temporal-polyfill';
import type { ClaimScope, HasClaims } from '../../ports/claim-store.ts';
import type { HasWallClock } from '../../ports/clock.ts';

/** The lease of the holder in seconds: if its process dies, another may do the work after this time. */
const DOING_SECONDS = 60;

/** Work to be done once, and until when its result is remembered, in real time. */
export interface Thing {
  readonly scope: ClaimScope;
  readonly key: string;
  readonly until: Temporal.Instant;
}

/**
 * Does the work if nobody has, and remembers the result. Otherwise returns the result of the other process, '' while that is
 * working. A failure is not remembered. If a process dies in the middle, the work is done again a minute later.
 */
export async function onceOnly(
  { claims, wallClock }: HasClaims & HasWallClock,
  { scope, key, until }: Thing,
  act: () => Promise<string>,
): Promise<{ readonly isNew: boolean; readonly text: string }> {
  const known = await claims.get(scope, key);
  if (known !== undefined) return { isNew: false, text: known.text };
  const doing = { scope, key, text: '', until: (await wallClock.now()).add({ seconds: DOING_SECONDS }) };
  const there = await claims.claim(doing);
  if (there !== undefined) return { isNew: false, text: there.text };
  const text = await forgetting(
    () => act(),
    // A holder whose lease has expired must not delete the claim of its successor.
    async () => ((await claims.get(scope, key))?.text === '' ? claims.forget(scope, key) : undefined),
  );
  const mine = await claims.get(scope, key);
  // A holder whose lease has expired must not overwrite the result of its successor.
  if (mine?.text === '') await claims.update({ scope, key, text, until }, mine.tag);
  return { isNew: true, text };
}

async function forgetting<Result>(act: () => Promise<Result>, forget: () => Promise<void>): Promise<Result> {
  try {
    return await act();
  } catch (error) {
    await forget();
    throw error;
  }
}

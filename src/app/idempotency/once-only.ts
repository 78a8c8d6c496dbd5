import type { Temporal } from 'temporal-polyfill';
import type { ClaimScope, HasClaims } from '../../ports/claim-store.ts';
import type { HasWallClock } from '../../ports/clock.ts';

/** So long whoever does a thing keeps others from it, in seconds: a process that dies gives way after it. */
const DOING_SECONDS = 60;

/** A thing that is done once, and until when that is remembered, in real time. */
export interface Thing {
  readonly scope: ClaimScope;
  readonly key: string;
  readonly until: Temporal.Instant;
}

/**
 * Does a thing that nobody has done yet, and remembers what came of it; otherwise gives what somebody else has done: '' while
 * it is being done. A failure is not remembered. Of a process that dies in the middle nothing is known: a minute later the
 * thing is done once more.
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
    // Of whoever has been overtaken nothing is left to forget: what was done meanwhile stays remembered.
    async () => ((await claims.get(scope, key))?.text === '' ? claims.forget(scope, key) : undefined),
  );
  const mine = await claims.get(scope, key);
  // Whoever took too long has been overtaken: what was done meanwhile stays remembered.
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

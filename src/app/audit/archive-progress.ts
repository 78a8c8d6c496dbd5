import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import type { HasClaims } from '../../ports/claim-store.ts';
import type { HasWallClock } from '../../ports/clock.ts';
import { replaceClaim } from '../idempotency/replace-claim.ts';

const PROGRESS = z.union([
  z.object({ step: z.literal('verify'), cursor: z.string().optional() }),
  z.object({ step: z.literal('write'), parts: z.number().default(0), after: z.string().optional() }),
  z.object({ step: z.literal('read-back') }),
]);

/**
 * What is to be done next before the rows of a chain may go. A verification continues at its cursor, a file that is written after
 * the position up to which it has parts.
 */
export type ArchiveProgress = z.infer<typeof PROGRESS>;

/** If no run continues it for so long, the chain is verified anew. Parts of a file are kept as long. */
const KEPT = Temporal.Duration.from({ hours: 24 * 7 });

/** How far an earlier run has come with a chain. */
export async function progressOf({ claims }: HasClaims, chain: string): Promise<ArchiveProgress> {
  const kept = await claims.get('archive', chain);
  return kept === undefined ? { step: 'verify' } : PROGRESS.parse(JSON.parse(kept.text));
}

/** Keeps how far this run has come. */
export async function keepProgress(
  ports: HasClaims & HasWallClock,
  chain: string,
  progress: ArchiveProgress,
): Promise<void> {
  const until = (await ports.wallClock.now()).add(KEPT);
  await replaceClaim(ports, { scope: 'archive', key: chain, text: JSON.stringify(progress), until });
}

import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import type { HasClaims } from '../../ports/claim-store.ts';
import type { HasWallClock } from '../../ports/clock.ts';
import { replaceClaim } from '../idempotency/replace-claim.ts';

const PROGRESS = z.union([
  z.object({ step: z.literal('verify'), cursor: z.string().optional() }),
  z.object({ step: z.enum(['write', 'read-back']) }),
]);

/** What is to be done next before the rows of a chain may go; a verification continues at its cursor. */
export type ArchiveProgress = z.infer<typeof PROGRESS>;

/** If no run continues it for so long, the chain is verified anew. */
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

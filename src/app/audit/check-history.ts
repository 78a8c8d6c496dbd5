import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import type { HasClaims } from '../../ports/claim-store.ts';
import type { HasWallClock } from '../../ports/clock.ts';
import type { VerifyPorts } from './verify-chain.ts';
import { type Verification, verifyHistory } from './verify-history.ts';

/** The result of one night. */
export interface Check {
  /** The chains in which this night found a fault. */
  readonly faulty: ReadonlySet<string>;
  /** `false` if the next night must continue. */
  readonly isComplete: boolean;
}

/** How a check is made. */
export interface CheckOptions {
  /** Called with each part as soon as it is verified. */
  readonly tell: (part: Verification) => Promise<void>;
  /** The limits of one part. */
  readonly limits?: Parameters<typeof verifyHistory>[2];
}

type CheckPorts = VerifyPorts & HasClaims & HasWallClock;

/** Four parts of at most a minute each leave a margin within the five minutes of host.json. */
const MOST_PARTS = 4;

/**
 * Verifies the chains of the last day in a limited number of parts. If they are too few for all, the next check continues where
 * this one has ended, so that no chain is always left out. A check that has continued an earlier one then begins anew with the
 * parts that are left: what is stored about the earlier one is in a table, which cannot vouch for a small audit log.
 */
export async function checkHistory(ports: CheckPorts, { tell, limits }: CheckOptions): Promise<Check> {
  const begun = await takeWalk(ports);
  let walk = begun ?? (await newWalk(ports));
  const faulty = new Set<string>();
  let isNew = begun === undefined;
  for (let part = 0; part < MOST_PARTS; part += 1) {
    const verified = await verifyHistory(ports, { from: walk.from, cursor: walk.cursor }, limits);
    await tell(verified);
    for (const { chain } of verified.faults) faulty.add(chain);
    walk = { ...walk, cursor: verified.cursor };
    if (walk.cursor !== undefined) continue;
    if (isNew) break;
    walk = await newWalk(ports);
    isNew = true;
  }
  if (walk.cursor !== undefined) await keepWalk(ports, walk);
  return { faulty, isComplete: walk.cursor === undefined };
}

/** A walk through the chains, which may take several nights. */
interface Walk {
  readonly from: Temporal.Instant;
  /** `undefined` at its beginning and its end. */
  readonly cursor: string | undefined;
}

async function newWalk({ wallClock }: HasWallClock): Promise<Walk> {
  return { from: (await wallClock.now()).subtract({ hours: 24 }), cursor: undefined };
}

const NAME = { scope: 'check', key: 'audit' } as const;
/** If the timer does not run for so long, the check begins anew. */
const KEPT_HOURS = 24 * 7;

const KEPT = z.object({ from: z.string(), cursor: z.string() });

/** The walk to continue. It is deleted, so that a cursor that cannot be continued fails one night only. */
async function takeWalk({ claims }: HasClaims): Promise<Walk | undefined> {
  const kept = await claims.get(NAME.scope, NAME.key);
  if (kept === undefined) return undefined;
  await claims.forget(NAME.scope, NAME.key);
  const { from, cursor } = KEPT.parse(JSON.parse(kept.text));
  return { from: Temporal.Instant.from(from), cursor };
}

async function keepWalk({ claims, wallClock }: HasClaims & HasWallClock, walk: Walk): Promise<void> {
  const until = (await wallClock.now()).add({ hours: KEPT_HOURS });
  await claims.claim({ ...NAME, text: JSON.stringify({ ...walk, from: walk.from.toString() }), until });
}

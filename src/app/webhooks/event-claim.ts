import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { isBefore } from '../../core/time/instants.ts';
import type { HasClaims, KeptClaim } from '../../ports/claim-store.ts';
import type { HasClock, HasPause, HasWallClock } from '../../ports/clock.ts';
import type { HasNewCorrelation } from '../../ports/names.ts';
import { claimOrWait, type Patience } from '../idempotency/claim-or-wait.ts';
import type { RuleOutcome } from './inbound-event.ts';

/** The stored progress of an event, so that it is processed once and completely. */
export interface EventMemory {
  readonly state: 'begun' | 'done';
  /** The correlation of its record. */
  readonly correlation: string;
  /** When it first arrived, by the clock of the app; durations of a rule count from it. */
  readonly receivedAt: Temporal.Instant;
  /** The rules that need not be applied again. */
  readonly rules: readonly RuleOutcome[];
}

/** The state of a claim: held by the caller, held by another request, or done. */
export type EventClaim =
  | { readonly kind: 'mine'; readonly memory: EventMemory; readonly holder: string }
  | { readonly kind: 'busy' }
  | { readonly kind: 'done'; readonly memory: EventMemory };

/** Longer than any sender retries, and much longer than a signature is valid. */
const KEPT_DAYS = 7;

/** The lease of a claim, longer than an act takes with all its retries. Its holder may release it earlier. */
const HELD_SECONDS = 120;

/** How long to wait for the holder of the claim: 5 seconds, of the 15 that the most impatient sender waits. */
const PATIENCE: Patience = { lookMs: 250, looks: 20 };

type ClaimPorts = HasClaims & HasClock & HasPause & HasWallClock & HasNewCorrelation;

/**
 * Claims an event. Of any number of concurrent requests with it, one gets the claim, and the others wait until it is done. If
 * the holder dies or releases the claim, another continues where it stopped.
 */
export async function claimEvent(ports: ClaimPorts, key: string): Promise<EventClaim> {
  const holder = ports.newCorrelation();
  const receivedAt = await ports.clock.now();
  const fresh: EventMemory = { state: 'begun', correlation: ports.newCorrelation(), receivedAt, rules: [] };
  const claimed = await claimOrWait<EventClaim>(ports, {
    claim: () => toClaim(ports, key, { memory: fresh, holder }),
    settled: async (kept) => {
      const { memory, heldUntil } = fromClaim(kept);
      if (memory.state === 'done') return { kind: 'done', memory };
      if (isBefore(await ports.wallClock.now(), heldUntil)) return undefined;
      const isTaken = await ports.claims.update(await toClaim(ports, key, { memory, holder }), kept.tag);
      return isTaken ? { kind: 'mine', memory, holder } : undefined;
    },
    patience: PATIENCE,
  });
  if (claimed.kind === 'settled') return claimed.found;
  return claimed.kind === 'mine' ? { kind: 'mine', memory: fresh, holder } : { kind: 'busy' };
}

/**
 * Stores the progress of an event. `hold` keeps the claim; `release` gives it up, so that a retry continues.
 * @throws Error if another request has taken the claim meanwhile
 */
export async function rememberEvent(
  ports: ClaimPorts,
  key: string,
  {
    memory,
    holder,
    then,
  }: { readonly memory: EventMemory; readonly holder: string; readonly then: 'hold' | 'release' },
): Promise<void> {
  const kept = await ports.claims.get('event', key);
  if (kept === undefined || fromClaim(kept).holder !== holder) throw lost();
  const claim = await toClaim(ports, key, { memory, holder: then === 'hold' ? holder : undefined });
  if (!(await ports.claims.update(claim, kept.tag))) throw lost();
}

function lost(): Error {
  return new Error('Another request is processing the event.');
}

const KEPT = z.object({
  state: z.enum(['begun', 'done']),
  correlation: z.string(),
  receivedAt: z.string(),
  rules: z.array(z.custom<RuleOutcome>()),
  holder: z.string().optional(),
  heldUntil: z.string(),
});

async function toClaim(
  { wallClock }: ClaimPorts,
  key: string,
  { memory, holder }: { readonly memory: EventMemory; readonly holder: string | undefined },
) {
  const now = await wallClock.now();
  const heldUntil = holder === undefined ? now : now.add({ seconds: HELD_SECONDS });
  const kept: z.input<typeof KEPT> = {
    ...memory,
    rules: [...memory.rules],
    receivedAt: memory.receivedAt.toString(),
    heldUntil: heldUntil.toString(),
    ...(holder !== undefined && { holder }),
  };
  return { scope: 'event', key, text: JSON.stringify(kept), until: now.add({ hours: KEPT_DAYS * 24 }) } as const;
}

function fromClaim({ text }: KeptClaim) {
  const { holder, heldUntil, receivedAt, ...memory } = KEPT.parse(JSON.parse(text));
  return {
    memory: { ...memory, receivedAt: Temporal.Instant.from(receivedAt) },
    holder,
    heldUntil: Temporal.Instant.from(heldUntil),
  };
}

import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { isBefore } from '../../core/time/instants.ts';
import type { HasClaims, KeptClaim } from '../../ports/claim-store.ts';
import type { HasClock, HasPause, HasWallClock } from '../../ports/clock.ts';
import type { HasNewCorrelation } from '../../ports/names.ts';
import { claimOrWait, type Patience } from '../idempotency/claim-or-wait.ts';
import type { RuleOutcome } from './inbound-event.ts';

/** What is remembered of an event, so that it is worked on once and to its end. */
export interface EventMemory {
  readonly state: 'begun' | 'done';
  /** Of its record. */
  readonly correlation: string;
  /** When it first came, by the app's clock: what a rule counts from. */
  readonly receivedAt: Temporal.Instant;
  /** The rules that need not be applied again. */
  readonly rules: readonly RuleOutcome[];
}

/** Whose an event is: of whoever asks, of somebody else at this moment, or nobody's any more because it is done. */
export type EventClaim =
  | { readonly kind: 'mine'; readonly memory: EventMemory; readonly holder: string }
  | { readonly kind: 'busy' }
  | { readonly kind: 'done'; readonly memory: EventMemory };

/** Longer than senders try again, and much longer than a signature holds. */
const KEPT_DAYS = 7;

/** Nobody else takes an event up in this time, unless its holder has given it back. Longer than an act takes with all its tries. */
const HELD_SECONDS = 120;

/** So long somebody else's work is waited for: 5 seconds, of the 15 that an impatient sender waits. */
const PATIENCE: Patience = { lookMs: 250, looks: 20 };

type ClaimPorts = HasClaims & HasClock & HasPause & HasWallClock & HasNewCorrelation;

/**
 * Claims an event: of any number of requests that bring it at the same moment one gets it, the others wait until it is done. One
 * whose holder has died, or has given it back, goes on where that one has stopped.
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
 * Remembers how far an event has come. `hold` keeps it, `release` gives it back so that it is taken up when it comes again.
 * @throws Error if somebody else has taken it up meanwhile
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
  return new Error('Another request has taken the event up.');
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

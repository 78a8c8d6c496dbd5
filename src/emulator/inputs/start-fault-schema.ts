import type { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { chanceFrom } from '../world/chance.ts';
import type { Shortage } from '../world/shortage.ts';
import { START_CAUSES, START_OUTCOMES, type StartFault } from '../world/start-fault.ts';
import { DURATION, INSTANT } from './time-schemas.ts';

const NODE_ERRORS = z.array(
  z.strictObject({
    code: z.string().min(1),
    message: z.string().default(''),
    errorDetails: z.array(z.strictObject({ name: z.string(), value: z.string() })).default([]),
  }),
);

const SPAN_OF_TIME = { from: INSTANT.optional(), until: INSTANT.optional(), for: DURATION.optional() };

/** Until an instant, or for a duration. */
const IS_ONE_END = [
  ({ until, for: span }: { readonly until?: unknown; readonly for?: unknown }) =>
    until === undefined || span === undefined,
  'Either until or for, not both.',
] as const;

/** A fault of starts as requested; a missing member matches everything. */
export const START_FAULT = z
  .strictObject({
    outcome: z.enum(START_OUTCOMES),
    account: z.string().optional(),
    pool: z.string().optional(),
    vmSize: z.string().optional(),
    nodes: z.array(z.string()).min(1).optional(),
    nodeNumbers: z.array(z.int().min(1)).min(1).optional(),
    causes: z.array(z.enum(START_CAUSES)).min(1).default(['start', 'reboot', 'reimage']),
    ...SPAN_OF_TIME,
    share: z.number().min(0).max(1).optional(),
    seed: z.int().min(0).optional(),
    times: z.int().min(1).optional(),
    errors: NODE_ERRORS.default([]),
    extension: z
      .strictObject({ name: z.string().min(1), message: z.string().default('Failed on purpose.') })
      .optional(),
    repairedBy: z.enum(['reboot', 'reimage']).optional(),
    recoversAfter: DURATION.optional(),
  })
  .refine(...IS_ONE_END)
  .refine(({ seed, share }) => seed === undefined || share !== undefined, 'A seed belongs to a share.')
  .refine(
    ({ outcome, extension }) => (outcome === 'extension-failed') === (extension !== undefined),
    'The outcome extension-failed names an extension, and no other does.',
  )
  .refine(
    ({ outcome, recoversAfter }) => recoversAfter === undefined || outcome === 'unusable' || outcome === 'unknown',
    'Nodes recover by themselves from unusable and unknown only.',
  );

/** A shortage as requested. */
export const SHORTAGE = z
  .strictObject({
    vmSize: z.string().min(1),
    ...SPAN_OF_TIME,
    capacity: z.int().min(0).default(0),
    outcome: z.enum(['unusable', 'deallocated', 'stuck', 'offline', 'unknown']).optional(),
  })
  .refine(...IS_ONE_END);

/** A fault that begins now; a duration counts from now. */
export function toStartFault(input: z.output<typeof START_FAULT>, now: Temporal.Instant): StartFault {
  const { for: _, seed, ...given } = input;
  return {
    ...given,
    account: given.account,
    pool: given.pool,
    vmSize: given.vmSize,
    nodes: given.nodes,
    nodeNumbers: given.nodeNumbers,
    from: given.from,
    until: endOf(input, now),
    share: given.share,
    seed,
    chance: seed === undefined ? undefined : chanceFrom(seed),
    times: given.times,
    extension: given.extension,
    repairedBy: given.repairedBy,
    recoversAfter: given.recoversAfter,
    repaired: new Set(),
  };
}

/** A shortage that begins now; a duration counts from now. */
export function toShortage(input: z.output<typeof SHORTAGE>, now: Temporal.Instant): Shortage {
  const { vmSize, from, capacity, outcome } = input;
  return { vmSize, from, until: endOf(input, now), capacity, outcome };
}

interface SpanInput {
  readonly from?: Temporal.Instant | undefined;
  readonly until?: Temporal.Instant | undefined;
  readonly for?: Temporal.Duration | undefined;
}

function endOf({ from, until, for: span }: SpanInput, now: Temporal.Instant): Temporal.Instant | undefined {
  return span === undefined ? until : (from ?? now).add(span);
}

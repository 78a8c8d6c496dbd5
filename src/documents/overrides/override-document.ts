import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import type { Override } from '../../core/override/override.ts';
import type { PoolName } from '../../core/pool/pool-name.ts';
import type { InputFault } from '../../core/text/input-fault.ts';
import { isBefore } from '../../core/time/instants.ts';
import { CAPACITY, INSTANT, INSTANT_OF_DIRECTIVE, instantIn, READS_AS_WRITTEN, toCapacity } from '../fields/fields.ts';
import { type Parsed, parseWith } from '../fields/parsed.ts';

const NODE_IDS = z
  .array(
    z
      .string('the id of a node is expected')
      .min(1, 'the id of a node is expected')
      .max(200, 'at most 200 characters')
      .describe('The id of a node.'),
    'a list of node ids is expected',
  )
  .max(500, 'at most 500 nodes');

/** Why, for people; reasons quote it, on one line. */
export const NOTE = z
  .string('a text is expected')
  .max(500, 'at most 500 characters')
  .regex(/^[^\p{Cc}\u2028\u2029]*$/u, 'a note is one line')
  .regex(READS_AS_WRITTEN, 'a note has no character that changes the direction in which it is read')
  .describe('Why, for people, on one line.')
  .default('');

/** An override as people write it. */
export const OVERRIDE = z
  .strictObject(
    {
      leaveAlone: z
        .boolean('true or false is expected')
        .describe(
          'Nothing is started or stopped until it ends, not even by hand. It cannot be combined with capacity and nodes.',
        )
        .optional(),
      capacity: CAPACITY.describe('The capacity in place of that of the schedules.').optional(),
      nodes: z
        .strictObject(
          {
            on: NODE_IDS.describe('Nodes that are started and stay on.').default([]),
            off: NODE_IDS.describe('Nodes that are deallocated and stay off.').default([]),
          },
          'nodes such as { "on": ["tvmps_…"], "off": [] } are expected',
        )
        .describe('Single nodes that are to be on or off.')
        .default({ on: [], off: [] }),
      from: INSTANT_OF_DIRECTIVE.describe('When it begins; now without it.').optional(),
      until: INSTANT_OF_DIRECTIVE.describe('When it is over, at most 366 days from now.'),
      note: NOTE,
    },
    'an override such as { "capacity": { "min": 4 }, "until": "2026-03-03T18:00:00Z", "note": "…" } is expected',
  )
  .describe('What a person or a system sets for a pool for a time, instead of its schedules.');

/** Nobody remembers the reason for longer than this. A permanent wish belongs in a schedule. */
const LONGEST_DAYS = 366;

const ORIGIN = z.object({ rule: z.string(), correlation: z.string() });

/** The rule that made the override for an event, and the correlation under which it did so. */
export type RuleOrigin = Readonly<z.infer<typeof ORIGIN>>;

/** An override as stored and shown: with its start, its author, and the rule that made it, if any. */
export type OverrideView = z.infer<typeof OVERRIDE> & {
  readonly from: string;
  readonly actor: string;
  readonly origin?: RuleOrigin | undefined;
};

/** Validates an override that a caller sends at `now`, and reports all faults. */
export function parseOverride(
  value: unknown,
  {
    actor,
    now,
    origin,
  }: { readonly actor: string; readonly now: Temporal.Instant; readonly origin?: RuleOrigin | undefined },
): Parsed<OverrideView> {
  const parsed = parseWith(OVERRIDE, value);
  const faults = [...(parsed.ok ? [] : parsed.faults), ...timeFaults(value, now), ...contentFaults(value)];
  if (!parsed.ok || faults.length > 0) return { ok: false, faults };
  const { from = now.toString() } = parsed.value;
  return { ok: true, value: { ...parsed.value, from, actor, ...(origin !== undefined && { origin }) } };
}

/** The override of a pool from its stored JSON. @throws Error if it cannot be read */
export function toOverride(kept: unknown, { account, poolId }: PoolName): Override {
  const { leaveAlone, capacity, nodes, note, from, until, actor } = KEPT.parse(kept);
  return {
    account,
    poolId,
    leaveAlone: leaveAlone === true,
    capacity: capacity && toCapacity(capacity),
    on: nodes.on,
    off: nodes.off,
    from: Temporal.Instant.from(from),
    until: Temporal.Instant.from(until),
    note,
    actor,
  };
}

const KEPT = OVERRIDE.extend({ from: INSTANT, actor: z.string(), origin: ORIGIN.optional() });

/** Faults between the times, and with the present; reported even if other members are invalid. */
function timeFaults(value: unknown, now: Temporal.Instant): readonly InputFault[] {
  const [from, until] = [instantIn(value, 'from'), instantIn(value, 'until')];
  const path = '$.until';
  if (until === undefined) return [];
  if (!isBefore(now, until)) return [{ path, message: `it is in the past: it is now ${now}` }];
  if (from !== undefined && !isBefore(from, until)) return [{ path, message: 'it ends before it begins' }];
  return isBefore(now.add({ hours: LONGEST_DAYS * 24 }), until)
    ? [{ path, message: `at most ${LONGEST_DAYS} days from now; what is meant for good belongs into a schedule` }]
    : [];
}

const CONTENT = OVERRIDE.pick({ leaveAlone: true, nodes: true }).extend({ capacity: z.unknown().optional() }).strip();

/** Faults between the members; reported even if other members are invalid. */
function contentFaults(value: unknown): readonly InputFault[] {
  const content = parseWith(CONTENT, value);
  if (!content.ok) return [];
  const { leaveAlone, capacity, nodes } = content.value;
  const { on, off } = nodes;
  const saysNothing = capacity === undefined && on.length + off.length === 0;
  if (leaveAlone === true) {
    const message = 'a pool that is left alone gets neither a capacity nor nodes to keep on or off';
    return saysNothing ? [] : [{ path: '$.leaveAlone', message }];
  }
  if (saysNothing) {
    const message = 'it requests nothing: a capacity, nodes to keep on or off, or "leaveAlone": true are expected';
    return [{ path: '$', message }];
  }
  return off.flatMap((id, index) =>
    on.some((other) => other.toLowerCase() === id.toLowerCase())
      ? [{ path: `$.nodes.off[${index}]`, message: 'the same node is to be on' }]
      : [],
  );
}

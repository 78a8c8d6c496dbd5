import * as z from 'zod';
import { isTimeOfDay } from '../../core/rules/moment.ts';
import type { RuleAct } from '../../core/rules/rule.ts';
import { templatePaths } from '../../core/rules/template.ts';
import { ACCOUNT, POOL } from '../fields/azure-names.ts';
import { AMOUNT, CAPACITY, DOCUMENT_ID, MOMENT, TIME_ZONE } from '../fields/fields.ts';
import { ALL_NODES, isSaidOnce, NAMED_NODES, NODE_COUNT, SAID_ONCE } from '../fields/node-choice.ts';
import { type FieldForm, FROM_EVENT, PLAIN } from './template-fields.ts';

const SLOTS = z.int('a number of task slots is expected').min(1, 'at least one slot is expected').max(10_000_000);

const TEXT = z
  .string('a text is expected')
  .min(1, 'a text is expected')
  .max(500, 'at most 500 characters')
  .regex(/^[^\p{Cc}\u2028\u2029]*$/u, 'it stands on one line');

/** A time of day means nothing without a zone. */
function withZone<Moments extends { readonly timeZone?: string | undefined; readonly [name: string]: unknown }>(
  schema: z.ZodType<Moments>,
) {
  return schema.refine(
    ({ by, until, timeZone }) => timeZone !== undefined || ![by, until].some((text) => isTimeOfDay(String(text))),
    { path: ['timeZone'], message: 'a time of day needs a time zone, such as "Europe/Berlin"' },
  );
}

/** What each act takes. */
function actsOf(from: FieldForm) {
  const pool = { account: from(ACCOUNT), pool: from(POOL) };
  const times = { until: from(MOMENT).optional(), timeZone: TIME_ZONE.optional() };
  const note = from(TEXT).optional();
  const capacity = z
    .strictObject(
      { min: from(AMOUNT).optional(), max: from(AMOUNT).optional() },
      'a capacity such as { "min": 2, "max": 10 } is expected',
    )
    .refine((said) => templatePaths(said).length > 0 || CAPACITY.safeParse(said).success, {
      path: ['max'],
      message: 'the maximum is below the minimum',
    });
  const nodes = z.strictObject(
    {
      ...pool,
      nodes: from(NAMED_NODES).optional(),
      count: from(NODE_COUNT).optional(),
      all: ALL_NODES.optional(),
      reason: from(TEXT),
      ...times,
    },
    'an act on nodes such as { "account": "demo", "pool": "render", "count": 4, "reason": "…" } is expected',
  );
  const nodesOnce = nodes.refine(isSaidOnce, SAID_ONCE);
  return {
    override: withZone(
      z.strictObject(
        { ...pool, capacity, ...times, until: from(MOMENT), note },
        'an override such as { "account": "demo", "pool": "render", "capacity": { "min": 4 }, "until": "PT4H" } is expected',
      ),
    ),
    endOverride: z.strictObject(
      { ...pool, putBy: DOCUMENT_ID },
      'an override such as { "account": "demo", "pool": "render", "putBy": "queue-is-long" } is expected',
    ),
    announce: withZone(
      z.strictObject(
        { ...pool, slots: from(SLOTS), by: from(MOMENT), ...times, note },
        'an announcement such as { "account": "demo", "pool": "render", "slots": 200, "by": "06:00", "timeZone": "Europe/Berlin" } is expected',
      ),
    ),
    start: withZone(nodesOnce),
    deallocate: withZone(nodesOnce),
  } satisfies Record<RuleAct, z.ZodType>;
}

/** The acts as a rule has them: nearly each value may come from an event. */
export const WRITTEN_ACTS = actsOf(FROM_EVENT);

/** The acts as they are done, with each value in its place. */
export const FILLED_ACTS = actsOf(PLAIN);

/** What an act says once each value is in its place. */
export type Filled<Act extends RuleAct> = z.infer<(typeof FILLED_ACTS)[Act]>;

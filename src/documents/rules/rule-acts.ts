import * as z from 'zod';
import { isTimeOfDay } from '../../core/rules/moment.ts';
import type { RuleAct } from '../../core/rules/rule.ts';
import { templatePaths } from '../../core/rules/template.ts';
import { ACCOUNT, POOL } from '../fields/azure-names.ts';
import { AMOUNT, CAPACITY, DOCUMENT_ID, MOMENT, READS_AS_WRITTEN, TIME_ZONE } from '../fields/fields.ts';
import { ALL_NODES, isSaidOnce, NAMED_NODES, NODE_COUNT, SAID_ONCE } from '../fields/node-choice.ts';
import { SLOTS } from '../fields/slots.ts';
import { type FieldForm, FROM_EVENT, PLAIN } from './template-fields.ts';

const TEXT = z
  .string('a text is expected')
  .min(1, 'a text is expected')
  .max(500, 'at most 500 characters')
  .regex(/^[^\p{Cc}\u2028\u2029]*$/u, 'it is one line')
  .regex(READS_AS_WRITTEN, 'it has no character that changes the direction in which it is read');

/** A time of day needs a time zone. */
function withZone<Moments extends { readonly timeZone?: string | undefined; readonly [name: string]: unknown }>(
  schema: z.ZodType<Moments>,
) {
  return schema.refine(
    ({ by, until, timeZone }) => timeZone !== undefined || ![by, until].some((text) => isTimeOfDay(String(text))),
    { path: ['timeZone'], message: 'a time of day needs a time zone, such as "Europe/Berlin"' },
  );
}

/** The parameters of acts on nodes: some nodes of a pool, selected in one of three ways. */
function nodesOf<Pool extends z.ZodRawShape>(from: FieldForm, pool: Pool) {
  return z.strictObject(
    {
      ...pool,
      nodes: from(NAMED_NODES).describe('These nodes, by their ids.').optional(),
      count: from(NODE_COUNT).describe('So many nodes.').optional(),
      all: ALL_NODES.describe('All nodes.').optional(),
      reason: from(TEXT).describe('Why, for people, on one line.'),
      until: from(MOMENT)
        .describe('Until when they stay so: an instant, a span from now on, or a time of day.')
        .optional(),
      timeZone: TIME_ZONE.describe('The time zone of times of day.').optional(),
    },
    'an act on nodes such as { "account": "demo", "pool": "render", "count": 4, "reason": "…" } is expected',
  );
}

/** The parameters of each act. */
function actsOf(from: FieldForm) {
  const pool = {
    account: from(ACCOUNT).describe('The Batch account.'),
    pool: from(POOL).describe('The id of the pool.'),
  };
  const moment = from(MOMENT);
  const timeZone = TIME_ZONE.describe('The time zone of times of day.').optional();
  const note = from(TEXT).describe('Why, for people, on one line.').optional();
  const capacity = z
    .strictObject(
      {
        min: from(AMOUNT).describe('How many nodes must be ready: a number, or a share such as "50%".').optional(),
        max: from(AMOUNT)
          .describe('How many nodes may be allocated: a number or a share; no limit without it.')
          .optional(),
      },
      'a capacity such as { "min": 2, "max": 10 } is expected',
    )
    .refine((said) => templatePaths(said).length > 0 || CAPACITY.safeParse(said).success, {
      path: ['max'],
      message: 'the maximum is below the minimum',
    })
    .describe('The capacity in place of that of the schedules.');
  const nodesOnce = nodesOf(from, pool).refine(isSaidOnce, SAID_ONCE);
  return {
    override: withZone(
      z.strictObject(
        {
          ...pool,
          capacity,
          until: moment.describe('When it is over: an instant, a span from now on, or a time of day.'),
          timeZone,
          note,
        },
        'an override such as { "account": "demo", "pool": "render", "capacity": { "min": 4 }, "until": "PT4H" } is expected',
      ),
    ).describe('Overrides the pool for a time, in place of the override before it.'),
    endOverride: z
      .strictObject(
        { ...pool, putBy: DOCUMENT_ID.describe('The id of the rule that has put it.') },
        'an override such as { "account": "demo", "pool": "render", "putBy": "queue-is-long" } is expected',
      )
      .describe('Takes back the override that a rule has put. One that anybody else has put stays.'),
    announce: withZone(
      z.strictObject(
        {
          ...pool,
          slots: from(SLOTS).describe('So many task slots.'),
          by: moment.describe('When they must be ready: an instant, a span from now on, or a time of day.'),
          until: moment
            .describe(
              'Until when they are held for work that does not come: as above, a span counts from then on; an hour without it.',
            )
            .optional(),
          timeZone,
          note,
        },
        'an announcement such as { "account": "demo", "pool": "render", "slots": 200, "by": "06:00", "timeZone": "Europe/Berlin" } is expected',
      ),
    ).describe('Announces work: nodes are ready for it by then.'),
    start: withZone(nodesOnce).describe('Starts nodes.'),
    deallocate: withZone(nodesOnce).describe('Deallocates nodes; tasks that run end first.'),
  } satisfies Record<RuleAct, z.ZodType>;
}

/** The acts as a rule has them: almost every value may come from an event. */
export const WRITTEN_ACTS = actsOf(FROM_EVENT);

/** The acts to carry out, with all values filled in. */
export const FILLED_ACTS = actsOf(PLAIN);

/** The parameters of an act, with all values filled in. */
export type Filled<Act extends RuleAct> = z.infer<(typeof FILLED_ACTS)[Act]>;

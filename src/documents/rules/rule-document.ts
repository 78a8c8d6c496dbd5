import * as z from 'zod';
import type { Condition } from '../../core/rules/condition.ts';
import { FIELD_PATH } from '../../core/rules/field-at.ts';
import type { Rule, RuleAct } from '../../core/rules/rule.ts';
import { templatePath } from '../../core/rules/template.ts';
import type { InputFault } from '../../core/text/input-fault.ts';
import { DESCRIPTION, DOCUMENT_ID, EDITOR_SCHEMA } from '../fields/fields.ts';
import { type Parsed, parseWith } from '../fields/parsed.ts';
import { WRITTEN_ACTS } from './rule-acts.ts';

/** The name of a webhook in its address. */
export const SOURCE = z
  .string('the name of a source is expected')
  .regex(/^[a-z0-9-]{1,40}$/, 'the name of a source has 1 to 40 lower-case letters, digits and hyphens');

const SCALAR = z.union(
  [z.string().max(500, 'at most 500 characters'), z.number(), z.boolean()],
  'a text, in which * matches any run of characters, a number, true or false is expected',
);

const NUMBER = z.number('a number is expected').optional();

const EXPECTED_CONDITION =
  'a text such as "queue-*", a number, true, false, a list of these, { "exists": true } or { "gte": 1, "lte": 5 } is expected';

const CONDITION = z.union(
  [
    SCALAR,
    z.array(SCALAR).min(1, 'a list of at least one value is expected').max(50, 'at most 50 values'),
    z.strictObject({ exists: z.boolean() }),
    z
      .strictObject({ gte: NUMBER, lte: NUMBER })
      .refine(({ gte, lte }) => gte !== undefined || lte !== undefined, EXPECTED_CONDITION)
      .meta({ minProperties: 1 }),
  ],
  EXPECTED_CONDITION,
);

const PATH = z
  .string()
  .max(500, 'at most 500 characters')
  .regex(FIELD_PATH, 'a path such as "data.essentials.alertRule" is expected');

const MATCH = z
  .record(
    PATH,
    CONDITION,
    'fields with the condition on each, such as { "data.essentials.alertRule": "queue-*" }, are expected',
  )
  .refine((match) => Object.keys(match).length > 0, 'it has no condition: a rule is for some events, not for all')
  .refine((match) => Object.keys(match).length <= 20, 'at most 20 fields')
  .meta({ minProperties: 1, maxProperties: 20 })
  .describe(
    'The conditions on fields of the event, by their paths; all must be met. * in a text matches any run of characters; a list of values is met by any of them, a list in the event by any of its elements.',
  );

const PATTERN = z
  .string('the id of a pool is expected')
  .regex(
    /^(?:[a-z0-9*]{1,24}\/)?[A-Za-z0-9_*-]{1,64}$/,
    'a pool id is expected, such as "render", "render-*" or "account/render"',
  )
  .describe('A pool id; * matches any run of characters; "account/pool" means one account.');

const ACT = z
  .strictObject(
    {
      override: WRITTEN_ACTS.override.optional(),
      endOverride: WRITTEN_ACTS.endOverride.optional(),
      announce: WRITTEN_ACTS.announce.optional(),
      start: WRITTEN_ACTS.start.optional(),
      deallocate: WRITTEN_ACTS.deallocate.optional(),
    },
    'an act such as { "override": { … } } is expected',
  )
  .refine((act) => Object.values(act).filter((one) => one !== undefined).length === 1, {
    message: 'one of "override", "endOverride", "announce", "start" and "deallocate" is expected',
  })
  .meta({ minProperties: 1, maxProperties: 1 })
  .describe('What is done, one thing.');

/** A rule as people write it. */
export const RULE = z
  .strictObject(
    {
      $schema: EDITOR_SCHEMA,
      id: DOCUMENT_ID.describe(
        '1 to 64 letters, digits, hyphens and underscores; as in the address. Rules are applied in the order of their ids.',
      ),
      description: DESCRIPTION,
      enabled: z
        .boolean('true or false is expected')
        .describe('A rule that is not enabled does nothing.')
        .default(true),
      source: SOURCE.describe(
        'The webhook that receives the event: generic, azure-monitor, event-grid, or another with a secret of its own.',
      ),
      match: MATCH,
      pools: z
        .array(PATTERN, 'a list of pool ids is expected')
        .min(1, 'nothing can match it')
        .max(100, 'at most 100 patterns')
        .describe('The pools on which it may act. Required if the account or the pool comes from the event.')
        .optional(),
      act: ACT,
    },
    'a rule is expected: an object with id, source, match and act',
  )
  .describe(
    'What happens when a webhook receives an event. Almost every value of an act can be "{{path}}": the value that the event has there.',
  );

/** Parses a rule, and reports all faults. */
export function parseRule(value: unknown): Parsed<Rule> {
  const parsed = parseWith(RULE, value);
  if (!parsed.ok) return parsed;
  const rule = toRule(parsed.value);
  const faults = poolFaults(rule);
  return faults.length > 0 ? { ok: false, faults } : { ok: true, value: rule };
}

function toRule({ id, enabled, source, match, pools, act }: z.infer<typeof RULE>): Rule {
  const [[name, parameters] = []] = Object.entries(act);
  return {
    id,
    enabled,
    source,
    match: Object.entries(match).map(([field, asked]) => ({ field, condition: toCondition(asked) })),
    pools,
    act: name as RuleAct,
    parameters: parameters as Rule['parameters'],
  };
}

function toCondition(asked: z.infer<typeof CONDITION>): Condition {
  if (typeof asked !== 'object') return { kind: 'any-of', values: [asked] };
  if (Array.isArray(asked)) return { kind: 'any-of', values: asked };
  if ('exists' in asked) return { kind: 'exists', exists: asked.exists };
  return { kind: 'range', from: asked.gte, to: asked.lte };
}

/** The sender of an event must not choose a pool that the rule does not name. */
function poolFaults({ parameters, pools }: Rule): readonly InputFault[] {
  const fromEvent = (name: string) => templatePath(parameters[name]) !== undefined;
  if (!fromEvent('account') && !fromEvent('pool')) return [];
  if (pools === undefined) {
    return [
      {
        path: '$.pools',
        message: 'the pool comes from the event: name the pools that it may be, such as ["render-*"]',
      },
    ];
  }
  return pools.flatMap((pattern, index) =>
    fromEvent('account') && !pattern.includes('/')
      ? [
          {
            path: `$.pools[${index}]`,
            message: 'the account comes from the event: name it too, such as "demo/render-*"',
          },
        ]
      : [],
  );
}

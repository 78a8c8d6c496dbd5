import * as z from 'zod';
import { DOCUMENT_ID } from './parameters.ts';
import { TIME_ZONE } from './time-zone.ts';

/** The most policies of one request, in addition to those that every replay simulates. */
const MOST_POLICIES = 5;
/** Recorded demand is kept for this many whole days. */
const MOST_DAYS = 28;

/** A document as people write it. */
export const DOCUMENT = z.record(z.string(), z.unknown(), 'a document is expected');

/** A request for a replay. */
export const REPLAY_REQUEST = z.strictObject(
  {
    days: z
      .int('a number of days is expected')
      .min(1, 'at least one day')
      .max(MOST_DAYS, `at most ${MOST_DAYS} days: recorded demand is kept no longer`)
      .default(MOST_DAYS)
      .describe('How many of the last days of recorded demand.'),
    timeZone: TIME_ZONE.default('UTC').describe('For the baseline of business hours and for a proposed schedule.'),
    policies: z
      .array(
        z.union([DOCUMENT_ID, DOCUMENT], 'the id of a policy or a policy document is expected'),
        'a list of policies is expected',
      )
      .max(MOST_POLICIES, `at most ${MOST_POLICIES} policies`)
      .optional()
      .describe('Ids of saved policies, or policy documents; the policy in force for the pool without it.'),
    schedules: z
      .array(DOCUMENT, 'a list of schedule documents is expected')
      .max(20, 'at most 20 schedules')
      .default([])
      .describe('Schedules that the policies name; those that are not here are looked for among the saved ones.'),
    recommend: z
      .boolean('true or false is expected')
      .default(false)
      .describe('Whether the app also proposes a policy and a schedule from the recorded demand.'),
  },
  'a request such as { "days": 28, "policies": ["render"] } is expected',
);

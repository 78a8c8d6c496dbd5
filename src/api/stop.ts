import * as z from 'zod';
import type { Contract } from './contract.ts';
import { DRY_RUN, DRY_RUN_ANSWER, EFFECT } from './effects.ts';
import { NO_QUERY } from './no-query.ts';
import { REASON } from './parameters.ts';

const STOP = z
  .object({
    at: z.string().describe('Since when it holds.'),
    actor: z.string().describe('Who stopped.'),
    reason: z.string(),
  })
  .meta({ id: 'EmergencyStop' });

const CONTENT = {
  schema: STOP,
  example: { at: '2026-03-02T12:00:00Z', actor: 'http:function-key', reason: 'the wrong nodes went off' },
} as const;

const COMMON = { route: 'stop', tag: 'acts', query: NO_QUERY } as const;

export const putStop = {
  ...COMMON,
  name: 'put-stop',
  method: 'PUT',
  access: 'operate',
  query: DRY_RUN,
  summary: 'Emergency stop: nothing is started or deallocated until the stop is ended.',
  description:
    'From the next evaluation on every policy only observes; plans are still made and recorded. Requests by hand and by webhooks are refused, unless they say `despiteStop`, and those that wait come to their end. One that holds already stays as it is.',
  body: {
    schema: z.strictObject({ reason: REASON }, 'a stop such as { "reason": "the wrong nodes went off" } is expected'),
    example: { reason: 'the wrong nodes went off' },
  },
  answers: {
    200: {
      description: 'Everything only observes. Dry run: what it would do; nothing was done.',
      content: { ...CONTENT, schema: z.union([STOP, EFFECT]) },
    },
  },
  problems: ['InvalidRequest', 'BodyTooLarge', 'UnsupportedMediaType'],
} as const satisfies Contract;

export const getStop = {
  ...COMMON,
  name: 'get-stop',
  method: 'GET',
  access: 'read',
  summary: 'Get the emergency stop.',
  answers: { 200: { description: 'The stop that holds.', content: CONTENT } },
  problems: ['InvalidRequest', 'StopNotFound'],
} as const satisfies Contract;

export const deleteStop = {
  ...COMMON,
  name: 'delete-stop',
  method: 'DELETE',
  access: 'operate',
  query: DRY_RUN,
  summary: 'End the emergency stop: policies act again.',
  description: 'A stop that somebody else sets at the same moment holds: 412.',
  answers: {
    200: DRY_RUN_ANSWER,
    204: { description: 'Policies act again from the next evaluation on.' },
  },
  problems: ['InvalidRequest', 'StopNotFound', 'DocumentChanged'],
} as const satisfies Contract;

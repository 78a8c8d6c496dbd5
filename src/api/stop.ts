import * as z from 'zod';
import type { Contract } from './contract.ts';
import { NO_QUERY, REASON } from './parameters.ts';

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
  summary: 'Emergency stop: put every policy to observe until the stop is ended.',
  description:
    'From the next evaluation on nothing is started or deallocated by itself; plans are still made and recorded. Acts by hand are still made. One that holds already stays as it is.',
  body: {
    schema: z.strictObject({
      reason: REASON,
    }),
    example: { reason: 'the wrong nodes went off' },
  },
  answers: { 200: { description: 'Everything only observes.', content: CONTENT } },
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
  summary: 'End the emergency stop: policies act again.',
  answers: { 204: { description: 'Policies act again from the next evaluation on.' } },
  problems: ['InvalidRequest', 'StopNotFound'],
} as const satisfies Contract;

import * as z from 'zod';
import type { Contract } from './contract.ts';
import { DRY_RUN, DRY_RUN_ANSWER } from './effects.ts';

export const undoRecord = {
  name: 'undo-record',
  method: 'POST',
  route: 'undo',
  access: 'operate',
  tag: 'audit',
  summary: 'Take back what a record of the audit log tells of.',
  description:
    'A change of a schedule, a policy, a rule or a subscription, an override, an announcement or their end: what was there before is there again; a deleted subscription is not, because its secret is gone. ' +
    'An act by hand: the nodes that took it are asked for the opposite. What somebody has changed since is never overwritten: 412, or 409 for an override that somebody sets at the same moment.',
  query: DRY_RUN,
  body: {
    schema: z.strictObject(
      {
        record: z
          .string('the id of a record is expected')
          .regex(/^[\w.@*-]+\/\d{1,15}$/, 'the id of a record is expected')
          .max(300, 'at most 300 characters')
          .describe('The `id` of the record.'),
      },
      'a record such as { "record": "d.2026-03/12" } is expected',
    ),
    example: { record: 'd.2026-03/12' },
  },
  answers: {
    200: DRY_RUN_ANSWER,
    202: {
      description: 'It was taken back; what comes of an act by hand is in the audit log.',
      content: {
        schema: z.object({ status: z.literal('undone'), record: z.string(), says: z.string() }),
        example: { status: 'undone', record: 'd.2026-03/12', says: 'schedules/office-hours is what it was before' },
      },
    },
  },
  problems: [
    'InvalidRequest',
    'InvalidDocument',
    'DocumentChanged',
    'DocumentInUse',
    'AccountNotFound',
    'PoolNotFound',
    'OverrideNotFound',
    'PoolOverridden',
    'AnnouncementNotFound',
    'TooManyAnnouncements',
    'EmergencyStopped',
    'PoolLeftAlone',
    'NodeNotFound',
    'BodyTooLarge',
    'UnsupportedMediaType',
  ],
} as const satisfies Contract;

import * as z from 'zod';
import { ANNOUNCEMENT } from '../../documents/announcements/announcement-document.ts';
import { INSTANT } from '../../documents/fields/fields.ts';
import { OVERRIDE } from '../../documents/overrides/override-document.ts';

/** An override as it holds. */
export const OVERRIDE_ANSWER = OVERRIDE.extend({
  from: INSTANT,
  actor: z.string().describe('Who made it.'),
  origin: z
    .object({ rule: z.string(), correlation: z.string() })
    .optional()
    .describe('The rule that has put it for an event.'),
});

/** Nodes for a late delivery. */
export const OVERRIDE_EXAMPLE: z.input<typeof OVERRIDE> = {
  capacity: { min: 4 },
  until: '2026-03-03T18:00:00Z',
  note: 'the delivery of Tuesday',
};

/** The same, as it holds. */
export const OVERRIDE_ANSWER_EXAMPLE: z.infer<typeof OVERRIDE_ANSWER> = {
  capacity: { min: 4 },
  nodes: { on: [], off: [] },
  from: '2026-03-02T12:00:00Z',
  until: '2026-03-03T18:00:00Z',
  note: 'the delivery of Tuesday',
  actor: 'http:function-key',
};

/** Work that is announced. */
export const ANNOUNCEMENT_ANSWER = ANNOUNCEMENT.extend({
  id: z.string().describe('Also the correlation of its record.'),
  until: INSTANT,
  actor: z.string().describe('Who announced it.'),
});

/** A night's work. */
export const ANNOUNCEMENT_EXAMPLE: z.input<typeof ANNOUNCEMENT> = {
  slots: 200,
  by: '2026-03-03T18:00:00Z',
  note: 'the nightly frames',
};

/** The same, as it is kept. */
export const ANNOUNCEMENT_ANSWER_EXAMPLE: z.infer<typeof ANNOUNCEMENT_ANSWER> = {
  id: '0f4c1e0e-8f0b-4f7e-9a3c-2d1f5a6b7c8d',
  slots: 200,
  by: '2026-03-03T18:00:00Z',
  until: '2026-03-03T19:00:00Z',
  note: 'the nightly frames',
  actor: 'http:function-key',
};

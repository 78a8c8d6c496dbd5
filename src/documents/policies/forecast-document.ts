import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import type { ForecastGoal } from '../../core/policy/forecast-policy.ts';
import type { ForecastPolicy } from '../../core/policy/policy.ts';
import { SPAN } from '../fields/fields.ts';

const SHARE = z
  .string('a share such as "8%" is expected')
  .regex(/^\d{1,3}(?:\.\d+)?%$/, 'a share such as "8%" is expected');

const GOAL = z
  .strictObject(
    {
      meanWait: SPAN.optional().describe('How long tasks wait for their node on average.'),
      waitPrice: z
        .number('a price such as 5 is expected')
        .min(0, 'a price from 0 on is expected')
        .max(1000, 'a price up to 1000 is expected')
        .optional()
        .describe('A task that waits counts as much as so many nodes that are on.'),
      overLeast: SHARE.optional().describe(
        'The pool costs at most such a share more than the least for which its own work can be done.',
      ),
    },
    'a goal such as { "overLeast": "8%" } is expected',
  )
  .refine((goal) => Object.values(goal).filter((value) => value !== undefined).length <= 1, {
    message: 'one of meanWait, waitPrice and overLeast is expected',
  });

/** The forecast settings of a policy, as people write them. */
export const FORECAST = z
  .strictObject(
    {
      mode: z
        .enum(['off', 'observe', 'enforce'], '"off", "observe" or "enforce" is expected')
        .default('observe')
        .describe('observe: what the forecast would do is recorded. enforce: it starts and deallocates nodes.'),
      goal: GOAL.optional().describe(
        'The goal of the owner. Without it, the price of waiting follows the run times of the pool, within 8 % above the least cost.',
      ),
      spares: z
        .boolean('true or false is expected')
        .default(true)
        .describe('May more nodes be started than are needed, so that the fastest serve the work?'),
    },
    'a forecast such as { "mode": "observe" } is expected',
  )
  .describe('Nodes for work that is likely to come.');

/** The forecast settings from a policy document; `undefined` if the forecast is off. */
export function toForecast(document: z.infer<typeof FORECAST> | undefined): ForecastPolicy | undefined {
  if (document === undefined || document.mode === 'off') return undefined;
  return { mode: document.mode, goal: toGoal(document.goal), spares: document.spares };
}

/** The settings of a forecast that is off, as far as a parsed document shows that somebody has written them. */
export function unusedForecast(document: z.infer<typeof FORECAST> | undefined): readonly ('goal' | 'spares')[] {
  if (document?.mode !== 'off') return [];
  return [
    ...(document.goal === undefined ? [] : (['goal'] as const)),
    ...(document.spares ? [] : (['spares'] as const)),
  ];
}

function toGoal(goal: z.infer<typeof GOAL> | undefined): ForecastGoal | undefined {
  if (goal?.meanWait !== undefined) {
    return { kind: 'mean-wait', minutes: Math.max(0.1, Temporal.Duration.from(goal.meanWait).total('minutes')) };
  }
  if (goal?.waitPrice !== undefined) return { kind: 'wait-price', price: goal.waitPrice };
  if (goal?.overLeast !== undefined) return { kind: 'over-least', share: Number.parseFloat(goal.overLeast) / 100 };
  return undefined;
}

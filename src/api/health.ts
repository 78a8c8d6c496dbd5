import * as z from 'zod';
import type { Of } from './contract.ts';
import { SPAN_PARAM } from './moment-parameters.ts';
import { FLAG } from './parameters.ts';

/** The media type of https://datatracker.ietf.org/doc/html/draft-inadarei-api-health-check-06 */
export const HEALTH_TYPE = 'application/health+json';

/** A status, as that draft names it. */
export const HEALTH_STATUS = z.enum(['pass', 'warn', 'fail']);

/** https://learn.microsoft.com/azure/virtual-machine-scale-sets/virtual-machine-scale-sets-health-extension */
export const APPLICATION_HEALTH = z.enum(['Healthy', 'Unhealthy', 'Unknown', 'Initializing']);

const CHECK = z.object({
  status: HEALTH_STATUS,
  observedValue: z.union([z.number(), z.string()]).optional(),
  observedUnit: z.string().optional(),
  output: z.string().optional(),
  time: z.string().optional(),
  since: z.string().optional().describe('Since when it has not passed, as far as the process that answers knows.'),
});

/** A check in a health response. */
export type Check = Of<typeof CHECK>;

/** Every check by its name. */
export const CHECKS = z.record(z.string(), z.array(CHECK)).meta({ id: 'HealthChecks' });

/** How to remedy what was found. */
export const REMEDY = z
  .object({ id: z.string(), means: z.string(), remediation: z.string(), link: z.string() })
  .meta({ id: 'Remedy' });

/** The same, with the nodes that need it. */
export const HELP = REMEDY.extend({
  nodes: z.int().describe('How many nodes need it.'),
  for: z.array(z.string()).describe('The first of these nodes.'),
}).meta({ id: 'Help' });

/** The query for the health of a node. */
export const NODE_HEALTH_QUERY = z.strictObject({
  fresh: FLAG.default(false).describe('Ask the nodes again, as far as the budget of calls allows.'),
  maxAge: SPAN_PARAM.default('PT15M').describe(
    'How old the answer of a node may be to count as proof of its health, such as `PT15M`, which is the default.',
  ),
});

const SHARE_OR_NUMBER = z.string().transform((text, context) => {
  const percent = /^(\d{1,3}(?:\.\d+)?)%$/.exec(text)?.[1];
  if (percent !== undefined && Number(percent) <= 100) return { kind: 'share' as const, percent: Number(percent) };
  if (/^\d{1,6}$/.test(text)) return { kind: 'nodes' as const, nodes: Number(text) };
  context.addIssue({ code: 'custom', message: 'a share such as 90% or a number of nodes is expected' });
  return z.NEVER;
});

/** The query for the health of a pool. */
export const POOL_HEALTH_QUERY = NODE_HEALTH_QUERY.extend({
  minHealthy: SHARE_OR_NUMBER.default({ kind: 'share', percent: 100 }).describe(
    'How many of the nodes that are on must be healthy: a share such as `90%`, or a number. All of them without it.',
  ),
});

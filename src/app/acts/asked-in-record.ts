import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { fromNodeChoice, toNodeChoice } from '../../documents/fields/node-choice.ts';
import type { AskedAct } from '../../ports/act-queue.ts';

/** What a person has requested, besides the pool, the action and the reason. */
type Asked = Pick<AskedAct, 'nodes' | 'until' | 'despiteStop'>;

/** A request in the form in which its record has it. */
export function fromAsked({ nodes, until, despiteStop }: Asked): Readonly<Record<string, unknown>> {
  return {
    ...fromNodeChoice(nodes),
    ...(until !== undefined && { until: until.toString() }),
    ...(despiteStop === true && { despiteStop }),
  };
}

const RECORDED = z.object({
  nodes: z.array(z.string()).optional(),
  count: z.number().optional(),
  until: z.string().optional(),
  despiteStop: z.boolean().optional(),
});

/** The request in its record. @throws ZodError if the record has no valid one */
export function toAsked(recorded: unknown): Asked {
  const { until, despiteStop, ...said } = RECORDED.parse(recorded);
  return {
    nodes: toNodeChoice(said),
    until: until === undefined ? undefined : Temporal.Instant.from(until),
    despiteStop,
  };
}

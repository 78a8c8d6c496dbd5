import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import type { EvaluationRequest } from './evaluation-queue.ts';

const MESSAGE = z.lazy(() =>
  z.strictObject({
    tick: z.string(),
    correlation: z.guid(),
    fingerprint: z.string(),
    facts: z.strictObject({
      account: z.string().min(1),
      poolId: z.string().min(1),
      state: z.enum(['active', 'deleting', 'unknown']),
      allocationState: z.enum(['steady', 'resizing', 'stopping', 'unknown']),
      autoScale: z.boolean().optional(),
      virtualMachineConfiguration: z.boolean(),
      taskSlotsPerNode: z.int().min(1).optional(),
      metadata: z.record(z.string(), z.string()),
      machine: z.strictObject({ size: z.string(), windows: z.boolean() }).optional(),
    }),
  }),
);

/** The request to evaluate a pool as it goes through the queue. */
export function toEvaluationMessage({ tick, correlation, fingerprint, facts }: EvaluationRequest): string {
  return JSON.stringify({
    tick: tick.toString(),
    correlation,
    fingerprint,
    facts: { ...facts, metadata: Object.fromEntries(facts.metadata) },
  });
}

/** The request that a message from the queue stands for. @throws Error for a message that is none */
export function fromEvaluationMessage(message: unknown): EvaluationRequest {
  const { tick, correlation, fingerprint, facts } = MESSAGE.parse(message);
  return {
    tick: Temporal.Instant.from(tick),
    correlation,
    fingerprint,
    facts: {
      ...facts,
      autoScale: facts.autoScale,
      taskSlotsPerNode: facts.taskSlotsPerNode,
      metadata: new Map(Object.entries(facts.metadata)),
      machine: facts.machine,
    },
  };
}

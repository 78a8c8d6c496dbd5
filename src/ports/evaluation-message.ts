import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import type { EvaluationRequest } from './evaluation-queue.ts';

const REQUEST = z.lazy(() =>
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

/** A single request, the only form that older versions of the app know, or several. */
const MESSAGE = z.lazy(() => z.union([REQUEST, z.strictObject({ requests: z.array(REQUEST).min(1) })]));

/** How many pools one process evaluates concurrently. Up to this number, each request gets its own message. */
const FEW = 24;
const TOGETHER = 8;
/** A message holds at most 48 KiB of text, including the JSON around the requests. */
const MOST_BYTES = 47 * 1024;

/** Queue messages for evaluation requests: one request each if there are few, up to eight if there are many. */
export function toEvaluationMessages(requests: readonly EvaluationRequest[]): readonly string[] {
  const most = requests.length > FEW ? TOGETHER : 1;
  const messages: string[][] = [];
  let bytes = 0;
  for (const text of requests.map(toText)) {
    const length = Buffer.byteLength(text) + 1;
    const last = messages.at(-1);
    const fits = last !== undefined && last.length < most && bytes + length <= MOST_BYTES;
    bytes = fits ? bytes + length : length;
    if (fits) last.push(text);
    else messages.push([text]);
  }
  return messages.map((texts) => (texts.length === 1 ? texts.join() : `{"requests":[${texts.join()}]}`));
}

function toText({ tick, correlation, fingerprint, facts }: EvaluationRequest): string {
  return JSON.stringify({
    tick: tick.toString(),
    correlation,
    fingerprint,
    facts: { ...facts, metadata: Object.fromEntries(facts.metadata) },
  });
}

/** The requests in a queue message. @throws Error for an invalid message */
export function fromEvaluationMessage(message: unknown): readonly EvaluationRequest[] {
  const read = MESSAGE.parse(message);
  return ('requests' in read ? read.requests : [read]).map(({ tick, correlation, fingerprint, facts }) => ({
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
  }));
}

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
      createdAt: z.number().optional(),
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

/** A queue message, and the requests in it. */
export interface EvaluationMessage {
  readonly text: string;
  readonly requests: readonly EvaluationRequest[];
}

/** Queue messages for evaluation requests: one request each if there are few, up to eight if there are many. */
export function toEvaluationMessages(requests: readonly EvaluationRequest[]): readonly EvaluationMessage[] {
  const most = requests.length > FEW ? TOGETHER : 1;
  const messages: { readonly texts: string[]; readonly requests: EvaluationRequest[] }[] = [];
  let bytes = 0;
  for (const request of requests) {
    const text = toText(request);
    const length = Buffer.byteLength(text) + 1;
    const last = messages.at(-1);
    const fits = last !== undefined && last.texts.length < most && bytes + length <= MOST_BYTES;
    bytes = fits ? bytes + length : length;
    if (!fits) messages.push({ texts: [text], requests: [request] });
    else {
      last.texts.push(text);
      last.requests.push(request);
    }
  }
  return messages.map(({ texts, requests }) => ({ text: messageOf(texts), requests }));
}

function messageOf(texts: readonly string[]): string {
  return texts.length === 1 ? texts.join() : `{"requests":[${texts.join()}]}`;
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

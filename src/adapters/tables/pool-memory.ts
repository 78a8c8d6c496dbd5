import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { decodeDemand, encodeDemand } from '../../core/demand/demand-day.ts';
import { NO_MEMORY, type PoolMemory } from '../../core/memory/memory.ts';
import { COUNTED_ACTS } from '../../core/pool/act.ts';
import { remember } from '../../core/remember.ts';
import { isoText } from '../../core/time/epoch.ts';

/** The same times are parsed at each evaluation, and for many pools. */
const instantOf = remember((text: string) => Temporal.Instant.from(text), 5000);

const INSTANT = z.string().transform(instantOf);
const ACT = z.enum(['start', 'deallocate']);
const COUNTED = z.enum(COUNTED_ACTS);
const REPAIR = z.enum(['reboot', 'reimage']);
const ASKED = z.object({ nodeId: z.string(), asked: INSTANT });

const DEMAND = z.lazy(() =>
  z
    .object({
      jobs: z.array(
        z.object({
          jobId: z.string(),
          family: z.string(),
          waiting: z.number(),
          running: z.number(),
          ended: z.number().optional(),
          held: z.number().optional(),
        }),
      ),
      scheduled: z
        .array(
          z.object({
            scheduleId: z.string(),
            jobId: z.string(),
            slots: z.number(),
            sinceMinute: z.number().optional(),
            before: z.number().optional(),
          }),
        )
        .default([]),
      bursts: z
        .array(
          z.object({
            family: z.string(),
            bursts: z.array(z.object({ minute: z.number(), tasks: z.number() })),
          }),
        )
        .default([]),
      dependencies: z
        .object({
          blockers: z.array(z.object({ jobId: z.string(), taskId: z.string(), startedMs: z.number() })),
          runs: z.array(z.object({ name: z.string(), minutes: z.number(), count: z.number() })),
        })
        .default({ blockers: [], runs: [] }),
      spending: z
        .array(
          z.object({
            day: z.number(),
            jobs: z.array(z.object({ jobId: z.string(), family: z.string(), taskMinutes: z.number() })),
            families: z.array(z.object({ family: z.string(), taskMinutes: z.number() })).default([]),
          }),
        )
        .default([]),
      minutes: z.string().transform((text) => decodeDemand(Buffer.from(text, 'base64')) ?? []),
    })
    .transform(({ jobs, minutes, scheduled, spending, dependencies, bursts }) => ({
      jobs: jobs.map(({ ended, held, ...job }) => ({ ...job, ended, ...(held !== undefined && { held }) })),
      minutes,
      bursts,
      dependencies,
      spending,
      scheduled: scheduled.map((size) => ({ ...size, before: size.before })),
    })),
);

const FAILED_START = z.lazy(() =>
  z.object({
    nodeId: z.string(),
    since: INSTANT,
    at: INSTANT,
    reason: z.string(),
    failures: z.number(),
    retryAt: INSTANT,
    repairs: z.array(REPAIR),
    refusedRepairs: z.array(REPAIR).default([]),
    repairedAt: INSTANT.optional(),
  }),
);

/** The stored memory of a pool. Members that an older version of the app did not know are missing. */
const MEMORY = z.lazy(() =>
  z.object({
    createdAt: z.number().optional(),
    lookedAt: INSTANT.optional(),
    off: z.array(z.string()).default([]),
    starting: z.array(ASKED.extend({ exact: z.boolean() })).default([]),
    draining: z.array(ASKED.extend({ inDoubt: z.boolean().optional() })).default([]),
    manual: z
      .array(
        z.object({
          ...{ nodeId: z.string(), action: ACT, noticed: INSTANT, until: INSTANT },
          ...{ by: z.string().optional(), askedAt: INSTANT.optional() },
        }),
      )
      .default([]),
    startSeconds: z.array(z.number()).default([]),
    startSpread: z
      .object({
        open: z.array(z.object({ asked: z.number(), nodes: z.number(), sum: z.number(), squares: z.number() })),
        degrees: z.number(),
        squares: z.number(),
      })
      .optional(),
    demand: DEMAND.optional(),
    spent: z
      .array(z.object({ at: INSTANT, decidedAt: INSTANT.optional(), action: COUNTED, nodes: z.number() }))
      .default([]),
    lastStart: INSTANT.optional(),
    canary: z
      .object({
        policyId: z.string(),
        proven: z.boolean(),
        nodes: z.array(z.string()),
        hasWorked: z.boolean().optional(),
        inDoubt: z.array(z.string()).optional(),
      })
      .optional(),
    gating: z.array(ASKED.extend({ exact: z.boolean(), since: INSTANT })).default([]),
    failedGate: z
      .array(z.object({ nodeId: z.string(), remedy: z.enum(['retry', 'quarantine']), reason: z.string() }))
      .default([]),
    retried: z.array(z.string()).default([]),
    gateResults: z
      .array(z.object({ nodeId: z.string(), at: INSTANT, passed: z.boolean(), reason: z.string() }))
      .default([]),
    circuit: z.object({ openedAt: INSTANT, because: z.string() }).optional(),
    failedStarts: z.array(FAILED_START).default([]),
    startBackOff: z.object({ since: INSTANT, failures: z.number(), retryAt: INSTANT, because: z.string() }).optional(),
    newNodes: z
      .array(
        z.object({
          nodeId: z.string(),
          readyAt: INSTANT.optional().transform((at) => at),
          failed: z.number(),
          succeeded: z.number(),
        }),
      )
      .default([])
      .transform((nodes) => nodes.map((node) => ({ ...node, readyAt: node.readyAt }))),
    taskFailureHalt: z.object({ since: INSTANT, until: INSTANT, because: z.string() }).optional(),
    pendingOperations: z
      .array(ASKED.extend({ action: COUNTED, correlation: z.string(), inDoubt: z.boolean().optional() }))
      .default([]),
    use: z.object({ since: INSTANT, peaks: z.array(z.object({ day: z.number(), nodes: z.number() })) }).optional(),
    late: z.object({ at: INSTANT, needed: z.number(), because: z.string() }).optional(),
  }),
);

/** The memory of a pool as JSON. */
export function fromMemory({ demand, ...memory }: PoolMemory): string {
  const minutes = demand && Buffer.from(encodeDemand(demand.minutes)).toString('base64');
  return JSON.stringify({ ...(withTexts(memory) as object), demand: demand && { ...demand, minutes } });
}

/** Replaces instants by their texts first: serializing them takes as long as everything else together. */
function withTexts(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Temporal.Instant) return textOf(value);
  if (Array.isArray(value)) return value.map(withTexts);
  const texts: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(value)) texts[name] = withTexts(member);
  return texts;
}

function textOf(instant: Temporal.Instant): string {
  const at = instant.epochMilliseconds;
  return BigInt(at) * 1_000_000n === instant.epochNanoseconds ? isoText(at) : instant.toString();
}

/** Parses the stored memory; without any, the memory is empty. */
export function toMemory(text: string | undefined): PoolMemory {
  return text === undefined ? NO_MEMORY : { ...NO_MEMORY, ...MEMORY.parse(JSON.parse(text)) };
}

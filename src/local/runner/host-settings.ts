import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';

/** `d.hh:mm:ss` or `hh:mm:ss`, as .NET writes a span of time. */
const TIME_SPAN = z
  .string()
  .regex(/^(?:\d+[.])?\d{1,2}:\d\d:\d\d$/)
  .transform((text) => {
    const [, days = '0', hours = '0', minutes = '0', seconds = '0'] =
      /^(?:(\d+)[.])?(\d+):(\d+):(\d+)$/.exec(text) ?? [];
    return Temporal.Duration.from({ days: +days, hours: +hours, minutes: +minutes, seconds: +seconds });
  });

// Defaults of the host: QueuesOptions.cs of the WebJobs SDK; the route prefix of HttpOptions.cs; the time-out as in
// https://learn.microsoft.com/azure/azure-functions/functions-scale#timeout
const HOST_JSON = z.object({
  version: z.literal('2.0'),
  functionTimeout: TIME_SPAN.prefault('00:30:00'),
  extensions: z
    .object({
      http: z.object({ routePrefix: z.string().default('api') }).prefault({}),
      queues: z
        .object({
          batchSize: z.int().min(1).max(32).default(16),
          newBatchThreshold: z.int().min(0).default(8),
          maxDequeueCount: z.int().min(1).default(5),
          maxPollingInterval: TIME_SPAN.prefault('00:01:00'),
          visibilityTimeout: TIME_SPAN.prefault('00:00:00'),
        })
        .prefault({}),
    })
    .prefault({}),
});

/** How a host treats the triggers of an app. */
export interface HostSettings extends Extensions {
  /** A function that runs for longer is taken for stuck. */
  readonly functionTimeout: Temporal.Duration;
}
type Extensions = z.infer<typeof HOST_JSON>['extensions'];
export type QueueSettings = Extensions['queues'];

/** Reads host.json of an app. @throws Error if it is missing or not what a host expects */
export function readHostSettings(root: string): HostSettings {
  const file = resolve(root, 'host.json');
  const result = HOST_JSON.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (!result.success) throw new Error(`${file}: ${z.prettifyError(result.error)}`);
  const { functionTimeout, extensions } = result.data;
  return { functionTimeout, ...extensions };
}

/** Replaces `%NAME%` by the setting of that name. @throws Error if there is none */
export function resolveSettings(text: string, settings: Readonly<Record<string, string | undefined>>): string {
  return text.replaceAll(/%([^%]+)%/g, (_, name: string) => {
    const value = settings[name];
    if (value === undefined) throw new Error(`'${text}' needs the app setting '${name}', and there is none.`);
    return value;
  });
}

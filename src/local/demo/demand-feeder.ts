import type { Client, HttpResponse } from '@azure-rest/core-client';
import { Temporal } from 'temporal-polyfill';
import type { WireError } from '../../wire/error.ts';
import type { Arrival } from './demand/demand.ts';

/** "The maximum number of Tasks in a collection is 100" (https://learn.microsoft.com/rest/api/batchservice/tasks/create-task-collection). */
const TASKS_AT_ONCE = 100;

/** The demand of one pool, and how much of it has arrived. */
export interface PoolDemand {
  readonly pool: string;
  readonly arrivals: Iterator<Arrival, void, undefined>;
}

/** Adds demand to pools when it is due. */
export interface DemandFeeder {
  /** Adds everything that arrives up to an instant; each pool gets one job a day. */
  feedUntil(now: Temporal.Instant): Promise<void>;
}

/** A feeder that calls Azure Batch as any client does. */
export function demandFeeder(client: Client, demands: readonly PoolDemand[]): DemandFeeder {
  const feeds = demands.map((demand) => ({ ...demand, next: demand.arrivals.next(), due: [] as Arrival[] }));
  return {
    feedUntil: async (now) => {
      for (const feed of feeds) {
        while (feed.next.done !== true && Temporal.Instant.compare(feed.next.value.at, now) <= 0) {
          feed.due.push(feed.next.value);
          feed.next = feed.arrivals.next();
        }
        for (const [day, arrivals] of Map.groupBy(feed.due, ({ at }) => at.toString().slice(0, 10))) {
          await addTasks(client, { pool: feed.pool, job: `${feed.pool}-${day}` }, arrivals);
        }
        // What could not be added is tried again next time; a task that exists is not added twice.
        feed.due = [];
      }
    },
  };
}

async function addTasks(
  client: Client,
  { pool, job }: { readonly pool: string; readonly job: string },
  arrivals: readonly Arrival[],
): Promise<void> {
  const jobBody = { id: job, poolInfo: { poolId: pool } };
  await send(client, '/jobs', { body: jobBody, unless: 'JobExists' });
  const tasks = arrivals.flatMap(tasksOf);
  for (let next = 0; next < tasks.length; next += TASKS_AT_ONCE) {
    const body = { value: tasks.slice(next, next + TASKS_AT_ONCE) };
    await send(client, `/jobs/${job}/addtaskcollection`, { body });
  }
}

/** The ids contain the time of arrival, so after a restart the same task is recognized. */
function tasksOf({ at, tasks, seconds }: Arrival): readonly object[] {
  return Array.from({ length: tasks }, (_, index) => ({
    id: `t${at.epochMilliseconds}-${index + 1}`,
    commandLine: `sleep ${seconds}`,
  }));
}

async function send(
  client: Client,
  path: string,
  { body, unless }: { readonly body: object; readonly unless?: string },
): Promise<void> {
  const contentType = 'application/json; odata=minimalmetadata; charset=utf-8';
  const response: HttpResponse = await client.pathUnchecked(path).post({ body, contentType });
  if (response.status.startsWith('2')) return;
  const { code, message } = response.body as WireError;
  if (code !== unless) throw new Error(`POST ${path}: ${response.status} ${code} ${message?.value ?? ''}`);
}

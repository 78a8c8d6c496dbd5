import { Temporal } from 'temporal-polyfill';
import { durationOf } from '../world/time-limits.ts';
import type { Node, Task, World } from '../world/world.ts';

// "The default is 7 days": https://learn.microsoft.com/rest/api/batchservice/tasks/create-task#batchtaskconstraints
const DEFAULT_RETENTION = Temporal.Duration.from({ hours: 7 * 24 });
/** The service's "for ever" (P10675199D…) lies beyond what an instant can say; ten years is as good. */
const LONGEST_RETENTION = 3650 * 24 * 3_600_000;

/** The instant until which the data of the tasks that ended on a node is kept; now if none is. */
export function retentionEnd(world: World, node: Node): Temporal.Instant {
  return node.recent
    .filter((task) => task.node === node && task.execution.endTime !== undefined)
    .map((task) => Temporal.Instant.from(task.execution.endTime ?? '').add(retentionOf(task)))
    .reduce((latest, end) => (Temporal.Instant.compare(end, latest) > 0 ? end : latest), world.now);
}

function retentionOf({ properties }: Task): Temporal.Duration {
  const { constraints } = properties as { readonly constraints?: { readonly retentionTime?: string } };
  const { retentionTime } = constraints ?? {};
  return retentionTime === undefined ? DEFAULT_RETENTION : durationOf(retentionTime, LONGEST_RETENTION);
}

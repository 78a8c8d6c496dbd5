import type { Replay } from '../../api/replays.ts';
import { counted } from '../../core/text/counted.ts';
import { describeReplays } from '../terminal/replay-table.ts';

/** A replay as text: a line for each policy, the longest waits under the proposed policy or else the last one, and the proposal. */
export function describeReplay({ results, limit, simulated, demand, recommendation }: Replay): string {
  if (limit === null || simulated === null || demand === null) return 'Nothing was tried.\n';
  const replays = results.map(({ policy, metrics }) => ({ name: policy, metrics }));
  const shown = results.find(({ policy }) => policy === recommendation?.result) ?? results.at(-1);
  return [
    `${demand.tasks} tasks from ${demand.from} to ${demand.until}, counted from ${demand.scoredFrom} on; ${demand.missingMinutes} minutes were not recorded`,
    describeReplays(replays, { nodes: simulated.nodes, leastHours: limit.nodeHours }),
    ...(shown === undefined || shown.longestWaits.length === 0 ? [] : waits(shown)),
    ...(recommendation === null ? [] : [`Proposed: ${recommendation.because}`, '']),
  ].join('\n');
}

function waits({ policy, longestWaits }: Replay['results'][number]): readonly string[] {
  return [
    `What would have hurt under ${policy}:`,
    ...longestWaits.map(
      ({ at, family, tasks, waitS, because }) =>
        `  ${at} ${family}, ${counted(tasks, 'task')} waited ${Math.round(waitS)} s: ${because}`,
    ),
    '',
  ];
}

import type { KnownWaits, ReplayMetrics } from '../../replay/metrics.ts';
import { table } from './table.ts';

/** The metrics of a policy, with its name. */
export interface NamedReplay {
  readonly name: string;
  readonly metrics: Pick<ReplayMetrics, 'costRatio' | 'allocatedHours' | 'waitMeanS' | 'waitP95S' | 'startsPerDay'> & {
    readonly known?: KnownWaits | null | undefined;
  };
}

/** A table with a line for each policy, and with the waits of known work if there is any. */
export function describeReplays(
  replays: readonly NamedReplay[],
  { nodes, leastHours }: { readonly nodes: number; readonly leastHours: number },
): string {
  const hasKnown = replays.some(({ metrics }) => metrics.known);
  const rows = replays.map(({ name, metrics }) => [
    name,
    metrics.costRatio.toFixed(3),
    metrics.allocatedHours.toFixed(0),
    metrics.waitMeanS.toFixed(0),
    metrics.waitP95S.toFixed(0),
    metrics.startsPerDay.toFixed(0),
    ...(hasKnown ? [metrics.known?.waitMeanS.toFixed(0) ?? '-'] : []),
  ]);
  const known = hasKnown ? ['known work, mean wait s'] : [];
  const header = ['policy', 'cost / least', 'node hours', 'mean wait s', '95 % wait s', 'starts a day', ...known];
  const limit = ['limit', '1.000', leastHours.toFixed(0), '0', '0', '-', ...(hasKnown ? ['0'] : [])];
  const lines = table([header, ...rows, limit], ['left', ...header.slice(1).map(() => 'right' as const)]);
  const least = `${nodes} nodes; the least for which no task waits longer than with all nodes on is ${leastHours.toFixed(0)} node hours`;
  return `${least}\n\n${lines.join('\n')}\n`;
}

import type { Local } from './start-local.ts';
import type { StatusLine } from './status-line.ts';

const REFRESH_MS = 2000;

/** Shows below the log the time, the number of nodes that are on, the number of acts, and the address of the dashboard. */
export function watchStatus(local: Local, line: StatusLine, acts: () => number): () => void {
  const refresh = async () => {
    const on = await nodesOn(local).catch(() => undefined);
    const time = local.now().toString({ smallestUnit: 'minute' });
    const nodes = on === undefined ? 'nodes not known' : `${on.on} of ${on.all} nodes on`;
    line.show(`${time} · ${nodes} · ${acts()} acts · ${local.app}`);
  };
  const timer = setInterval(() => void refresh(), REFRESH_MS);
  void refresh();
  return () => {
    clearInterval(timer);
    line.show('');
  };
}

interface Pools {
  readonly pools: readonly { readonly nodes: number; readonly states: Readonly<Record<string, number>> }[];
}

/** A node is paid for unless it is deallocated or deallocating. */
async function nodesOn({ app, account, functionKey }: Local): Promise<{ readonly on: number; readonly all: number }> {
  const response = await fetch(`${app}/api/accounts/${account}/pools`, { headers: { 'x-functions-key': functionKey } });
  const { pools } = (await response.json()) as Pools;
  const all = pools.reduce((sum, { nodes }) => sum + nodes, 0);
  const off = pools.reduce((sum, { states }) => sum + (states['deallocated'] ?? 0) + (states['deallocating'] ?? 0), 0);
  return { on: all - off, all };
}

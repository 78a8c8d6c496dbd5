import { reportPoolUpgrade } from '../../app/pools/report-os-upgrade.ts';
import type { UpgradeStanding } from '../../core/health/os-upgrade.ts';
import type { Handler } from '../operation.ts';
import { NO_QUERY, POOL_PATH, parsePath, parseQuery } from '../request/parse-params.ts';

/** How far a node can be. */
export const STANDINGS = [
  'current',
  'upgrading',
  'behind',
  'missed',
  'unknown',
] as const satisfies readonly UpgradeStanding[];

/** GET of how far the nodes of a pool are with an upgrade of their image. */
export const getOsUpgrade: Handler = async (request, ports) => {
  const { account, pool } = parsePath(request, POOL_PATH);
  parseQuery(request, NO_QUERY);
  const { newest, nodes } = await reportPoolUpgrade(ports, { account, poolId: pool });
  const counts = STANDINGS.map((standing) => [standing, nodes.filter((node) => node.standing === standing).length]);
  return {
    jsonBody: {
      account,
      pool,
      newest: newest ?? null,
      counts: Object.fromEntries(counts) as Readonly<Record<UpgradeStanding, number>>,
      nodes: nodes.map(({ nodeId, state, image, version, standing }) => ({
        node: nodeId,
        state,
        image: image ?? null,
        version: version ?? null,
        standing,
      })),
    },
  };
};

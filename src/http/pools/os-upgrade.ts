import * as api from '../../api/os-upgrade.ts';
import { reportPoolUpgrade } from '../../app/pools/report-os-upgrade.ts';
import type { UpgradeStanding } from '../../core/health/os-upgrade.ts';
import { type Operation, operation } from '../serving/operation.ts';
import { toPoolName } from './pool-name.ts';

export const getOsUpgrade = operation(api.getOsUpgrade).by(async ({ path }, ports) => {
  const { newest, source, because, nodes } = await reportPoolUpgrade(ports, toPoolName(path));
  const count = (wanted: UpgradeStanding) => nodes.filter(({ standing }) => standing === wanted).length;
  return {
    status: 200,
    body: {
      account: path.account,
      pool: path.pool,
      newest: newest ?? null,
      source,
      because: because ?? null,
      counts: {
        current: count('current'),
        upgrading: count('upgrading'),
        behind: count('behind'),
        missed: count('missed'),
        unknown: count('unknown'),
      },
      nodes: nodes.map(({ nodeId, state, image, version, standing }) => ({
        node: nodeId,
        state,
        image: image ?? null,
        version: version ?? null,
        standing,
      })),
    },
  };
});

/** The operations on upgrades of the images of nodes. */
export const UPGRADES: readonly Operation[] = [getOsUpgrade];

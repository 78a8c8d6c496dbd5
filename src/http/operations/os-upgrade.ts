import { OS_UPGRADE, OS_UPGRADE_EXAMPLE } from '../answers/os-upgrade.ts';
import type { Operation } from '../operation.ts';
import { getOsUpgrade } from '../pools/os-upgrade.ts';
import { NO_QUERY, POOL_PATH } from '../request/parse-params.ts';

/** Upgrades of the images of nodes. */
export const UPGRADES: readonly Operation[] = [
  {
    name: 'get-os-upgrade',
    method: 'GET',
    route: 'accounts/{account}/pools/{pool}/os-upgrade',
    access: 'read',
    tag: 'pools',
    summary: 'Which nodes run an older image than the newest of the pool.',
    description: 'And which of them missed the newer one because they were off.',
    path: POOL_PATH,
    query: NO_QUERY,
    answers: {
      200: {
        description: 'The nodes with their images.',
        content: { schema: OS_UPGRADE, example: OS_UPGRADE_EXAMPLE },
      },
    },
    problems: ['InvalidRequest', 'AccountNotFound', 'PoolNotFound'],
    handler: getOsUpgrade,
  },
];

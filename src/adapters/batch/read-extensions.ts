import { boundExtensions } from '../../core/health/bound-extensions.ts';
import type { DeclaredExtension } from '../../core/health/extension.ts';
import type { PoolName } from '../../core/pool/pool-name.ts';
import type { NodeName } from '../../ports/batch.ts';
import type { Extensions, PoolExtensions } from '../../ports/extensions.ts';
import type { Connection } from './batch-client.ts';
import { findInBatch } from './batch-failure.ts';
import { fromWireDeclared, fromWireExtension } from './from-wire-extension.ts';
import { type ListRequest, listAll } from './list-all.ts';
import { itemsOf, membersOf } from './members-of.ts';

/** The members of a pool that declare extensions. */
const DECLARING = 'id,virtualMachineConfiguration';

/** Reads the extensions that pools declare, and those that nodes have. */
export function extensionReads(connectionOf: (account: string) => Promise<Connection>): Extensions {
  const get = async ({ account }: PoolName, { what, path, select }: Reading): Promise<unknown> => {
    const { client } = await connectionOf(account);
    const answer = await findInBatch(what, () =>
      client.pathUnchecked(path).get(select === undefined ? {} : { queryParameters: { $select: select } }),
    );
    if (answer === undefined) return undefined;
    return answer.body;
  };
  const list = async <Item>(
    account: string,
    { what, path, select, read }: Reading & Pick<ListRequest<Item>, 'read'>,
  ) => {
    const { client, endpoint } = await connectionOf(account);
    return listAll(client, { what, path, endpoint, read, query: select === undefined ? {} : { $select: select } });
  };
  return {
    listExtensions: async (node) => {
      const what = `Listing the extensions of the node ${nameOf(node)}`;
      const extensions = await list(node.account, { what, path: extensionsPath(node), read: fromWireExtension });
      return extensions && boundExtensions(extensions);
    },
    getExtension: async (node, name) => {
      const what = `Reading the extension ${name} of the node ${nameOf(node)}`;
      const path = `${extensionsPath(node)}/${encodeURIComponent(name)}`;
      const found = fromWireExtension(await get(node, { what, path }));
      return found && boundExtensions([found])[0];
    },
    listDeclaredExtensions: async (account) => {
      const what = `Listing the extensions that the pools of ${account} declare`;
      const read = (wire: unknown): PoolExtensions | undefined => {
        const { id } = membersOf(wire);
        return typeof id === 'string' ? { account, poolId: id, declared: declaredBy(wire) } : undefined;
      };
      return (await list(account, { what, path: '/pools', select: DECLARING, read })) ?? [];
    },
    getDeclaredExtensions: async (pool) => {
      const what = `Reading the extensions that the pool ${pool.account}/${pool.poolId} declares`;
      const wire = await get(pool, { what, path: poolPath(pool), select: DECLARING });
      return wire === undefined ? undefined : declaredBy(wire);
    },
  };
}

interface Reading {
  readonly what: string;
  readonly path: string;
  readonly select?: string;
}

function declaredBy(pool: unknown): readonly DeclaredExtension[] {
  const { virtualMachineConfiguration } = membersOf(pool);
  return itemsOf(membersOf(virtualMachineConfiguration)['extensions']).flatMap((wire) => fromWireDeclared(wire) ?? []);
}

function poolPath({ poolId }: PoolName): string {
  return `/pools/${encodeURIComponent(poolId)}`;
}

function extensionsPath({ nodeId, ...pool }: NodeName): string {
  return `${poolPath(pool)}/nodes/${encodeURIComponent(nodeId)}/extensions`;
}

function nameOf({ account, poolId, nodeId }: NodeName): string {
  return `${account}/${poolId}/${nodeId}`;
}

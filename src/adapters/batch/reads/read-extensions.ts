import { boundExtensions } from '../../../core/health/bound-extensions.ts';
import type { DeclaredExtension, ExtensionHealth } from '../../../core/health/extension.ts';
import type { PoolName } from '../../../core/pool/pool-name.ts';
import type { NodeName } from '../../../ports/batch.ts';
import type { Extensions, PoolExtensions } from '../../../ports/extensions.ts';
import type { Connection } from '../client/batch-client.ts';
import { findInBatch, findOne, strangeResponse } from '../client/batch-failure.ts';
import { fromWireDeclared, fromWireExtension } from '../from-wire/from-wire-extension.ts';
import { itemsOf, membersOf } from '../from-wire/members-of.ts';
import { type ListRequest, listAll, listOfAccount } from './list-all.ts';

/** The members of a pool that declare extensions. */
const DECLARING = 'id,virtualMachineConfiguration';

/** Reads the extensions that pools declare, and those that nodes have. */
export function extensionReads(connectionOf: (account: string) => Promise<Connection>): Extensions {
  const list = async <Item>(name: PoolName, request: Omit<ListRequest<Item>, 'query' | 'endpoint'>) => {
    const { client, endpoint } = await connectionOf(name.account);
    return listAll(client, { ...request, endpoint, query: {} });
  };
  return {
    listExtensions: async (node) => {
      const what = `Listing the extensions of the node ${nameOf(node)}`;
      const idOf = ({ name }: ExtensionHealth) => name;
      const extensions = await list(node, { what, path: extensionsPath(node), read: fromWireExtension, idOf });
      return extensions && boundExtensions(extensions);
    },
    getExtension: async (node, name) => {
      const what = `Reading the extension ${name} of the node ${nameOf(node)}`;
      const path = `${extensionsPath(node)}/${encodeURIComponent(name)}`;
      const { client } = await connectionOf(node.account);
      const answer = await findInBatch(what, () => client.pathUnchecked(path).get());
      if (answer === undefined) return undefined;
      const found = fromWireExtension(answer.body);
      if (found === undefined) throw strangeResponse(what, 'no extension');
      return boundExtensions([found])[0];
    },
    listDeclaredExtensions: async (account) => {
      const what = `Listing the extensions that the pools of ${account} declare`;
      const read = (wire: unknown): PoolExtensions | undefined => {
        const { id } = membersOf(wire);
        return typeof id === 'string' ? { account, poolId: id, declared: declaredBy(wire) } : undefined;
      };
      const { client, endpoint } = await connectionOf(account);
      const idOf = ({ poolId }: PoolExtensions) => poolId;
      return listOfAccount(client, { what, path: '/pools', endpoint, read, idOf, query: { $select: DECLARING } });
    },
    getDeclaredExtensions: async (pool) => {
      const what = `Reading the extensions that the pool ${pool.account}/${pool.poolId} declares`;
      const { client } = await connectionOf(pool.account);
      const path = client.pathUnchecked('/pools/{poolId}', pool.poolId);
      const wire = await findOne(what, pool.poolId, () => path.get({ queryParameters: { $select: DECLARING } }));
      return wire === undefined ? undefined : declaredBy(wire);
    },
  };
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

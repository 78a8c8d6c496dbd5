import type { DeclaredExtension, ExtensionHealth } from '../core/health/extension.ts';
import type { PoolName } from '../core/pool/pool-name.ts';

type NodeName = PoolName & { readonly nodeId: string };

/** The extensions that a pool declares for each of its nodes. */
export interface PoolExtensions extends PoolName {
  readonly declared: readonly DeclaredExtension[];
}

/** Reads extensions from Azure Batch. */
export interface Extensions {
  /**
   * What a node reports about its extensions, including Batch's own, with one request. `undefined` if there is no such node.
   */
  listExtensions(node: NodeName): Promise<readonly ExtensionHealth[] | undefined>;
  /** One extension of a node, by name in any letter case; `undefined` if the extension or the node does not exist. */
  getExtension(node: NodeName, name: string): Promise<ExtensionHealth | undefined>;
  /** The extensions that each pool of an account declares, including pools without any. */
  listDeclaredExtensions(account: string): Promise<readonly PoolExtensions[]>;
  /** `undefined` if there is no such pool. */
  getDeclaredExtensions(pool: PoolName): Promise<readonly DeclaredExtension[] | undefined>;
}

export interface HasExtensions {
  readonly batch: Extensions;
}

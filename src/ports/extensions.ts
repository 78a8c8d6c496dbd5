import type { DeclaredExtension, ExtensionHealth } from '../core/health/extension.ts';
import type { PoolName } from '../core/pool/pool-name.ts';

type NodeName = PoolName & { readonly nodeId: string };

/** The extensions that a pool wants on each of its nodes. */
export interface PoolExtensions extends PoolName {
  readonly declared: readonly DeclaredExtension[];
}

/** What Azure Batch says of extensions. */
export interface Extensions {
  /** What a node says of its extensions, Batch's own among them; one call. `undefined` if there is no such node. */
  listExtensions(node: NodeName): Promise<readonly ExtensionHealth[] | undefined>;
  /** One extension of a node, in any letter case; `undefined` if it, or the node, is not there. */
  getExtension(node: NodeName, name: string): Promise<ExtensionHealth | undefined>;
  /** What each pool of an account declares; pools without any extension are there as well. */
  listDeclaredExtensions(account: string): Promise<readonly PoolExtensions[]>;
  /** `undefined` if there is no such pool. */
  getDeclaredExtensions(pool: PoolName): Promise<readonly DeclaredExtension[] | undefined>;
}

export interface HasExtensions {
  readonly batch: Extensions;
}

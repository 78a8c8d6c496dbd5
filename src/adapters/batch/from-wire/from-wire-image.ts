import type { NodeImage } from '../../../core/health/os-upgrade.ts';
import { fromWireState } from './from-wire-node.ts';
import { membersOf } from './members-of.ts';

/** The members of a node that `fromWireImage` reads. */
export const IMAGE_MEMBERS = 'id,state,virtualMachineInfo';

/**
 * The image of a node. "exactVersion: The specific version of the platform image … used to create the node"
 * (https://learn.microsoft.com/rest/api/batchservice/nodes/get-node#batchvmimagereference, api-version 2025-06-01).
 */
export function fromWireImage(wire: unknown): NodeImage | undefined {
  const { id, state, virtualMachineInfo } = membersOf(wire);
  if (typeof id !== 'string' || id === '') return undefined;
  const image = membersOf(membersOf(virtualMachineInfo)['imageReference']);
  const named = [image['publisher'], image['offer'], image['sku']].filter((part) => typeof part === 'string');
  const own = image['virtualMachineImageId'];
  return {
    nodeId: id,
    state: fromWireState(state),
    image: named.length > 0 ? named.join('/') : textOr(own),
    version: textOr(image['exactVersion']),
  };
}

function textOr(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

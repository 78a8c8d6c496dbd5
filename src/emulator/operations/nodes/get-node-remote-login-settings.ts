import type { WireRemoteLoginSettings } from '../../../wire/node-file.ts';
import { lookupNode } from '../../http/lookup.ts';
import type { Operation } from '../../http/operation.ts';
import { elementAnswer } from '../../odata/listing.ts';
import { requireVirtualMachines } from '../../rules/node-rules.ts';

/** On purpose: an address for documentation (RFC 5737), where nobody answers. */
const PUBLIC_ADDRESS = '203.0.113.1';
/** The service maps the ports of SSH and RDP to ports from 50000 on, one for each node. */
const FIRST_PORT = 50_000;

/**
 * GET /pools/{poolId}/nodes/{nodeId}/remoteloginsettings (api-version 2025-06-01)
 * https://learn.microsoft.com/rest/api/batchservice/nodes/get-node-remote-login-settings
 */
export const getNodeRemoteLoginSettings: Operation = {
  name: 'Nodes_GetNodeRemoteLoginSettings',
  plane: 'data',
  method: 'GET',
  path: '/pools/{poolId}/nodes/{nodeId}/remoteloginsettings',
  handle: (request, { account }) => {
    const { pool, node } = lookupNode(account, request.path);
    requireVirtualMachines(pool);
    const number = [...pool.nodes.values()].indexOf(node);
    const view: WireRemoteLoginSettings = {
      remoteLoginIPAddress: PUBLIC_ADDRESS,
      remoteLoginPort: FIRST_PORT + number,
    };
    return elementAnswer(request, { view, collection: 'remoteloginsettings' });
  },
};

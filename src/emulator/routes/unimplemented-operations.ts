import type { MissingOperation } from '../http/router.ts';

/** The names of all other operations, so that a missing one answers 501 with its name. */
const DATA_PLANE = `
GET /jobs/{jobId}/jobpreparationandreleasetaskstatus Jobs_ListJobPreparationAndReleaseTaskStatus
`;

/**
 * Operations of older versions, with the first version that no longer has them (change logs of the .NET client, 16.0.0 and
 * 2024-07-01.20.0).
 */
const OLD_DATA_PLANE = `
GET /certificates Certificate_List 2024-07-01
POST /certificates Certificate_Add 2024-07-01
GET /certificates* Certificate_Get 2024-07-01
DELETE /certificates* Certificate_Delete 2024-07-01
POST /certificates* Certificate_CancelDeletion 2024-07-01
GET /lifetimepoolstats Pool_GetAllLifetimeStatistics 2023-05-01
GET /lifetimejobstats Job_GetAllLifetimeStatistics 2023-05-01
GET /pools/{poolId}/nodes/{nodeId}/rdp ComputeNode_GetRemoteDesktop 2024-07-01
`;

const ACCOUNT =
  '/subscriptions/{subscriptionId}/resourceGroups/{resourceGroup}/providers/Microsoft.Batch/batchAccounts/{accountName}';

const MANAGEMENT_PLANE = `
PUT ${ACCOUNT} BatchAccount_Create
PATCH ${ACCOUNT} BatchAccount_Update
DELETE ${ACCOUNT} BatchAccount_Delete
POST ${ACCOUNT}/regenerateKeys BatchAccount_RegenerateKey
POST ${ACCOUNT}/syncAutoStorageKeys BatchAccount_SynchronizeAutoStorageKeys
GET ${ACCOUNT}/outboundNetworkDependenciesEndpoints BatchAccount_ListOutboundNetworkDependenciesEndpoints
POST /subscriptions/{subscriptionId}/providers/Microsoft.Batch/locations/{locationName}/checkNameAvailability Location_CheckNameAvailability
GET /providers/Microsoft.Batch/operations Operations_List
`;

/** Every operation that the service has and the emulator does not. */
export const UNIMPLEMENTED_OPERATIONS: readonly MissingOperation[] = [
  ...parse(DATA_PLANE, 'data'),
  ...parse(OLD_DATA_PLANE, 'data'),
  ...parse(MANAGEMENT_PLANE, 'management'),
];

function parse(table: string, plane: MissingOperation['plane']): readonly MissingOperation[] {
  const lines = table.trim().split('\n');
  return lines.map((line) => {
    const [method = '', path = '', name = '', until] = line.split(' ');
    return { plane, method: method as MissingOperation['method'], path, name, ...(until !== undefined && { until }) };
  });
}

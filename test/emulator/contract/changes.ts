import type { SwaggerSchema } from './swagger.ts';

/** How one version of the API differs from the specification that is at hand. */
export interface Change {
  /** Members that definitions have besides. */
  readonly add?: Readonly<Record<string, Readonly<Record<string, SwaggerSchema>>>>;
  /** Members that definitions have not. */
  readonly remove?: Readonly<Record<string, readonly string[]>>;
  /** Members that an answer never lacks. */
  readonly require?: Readonly<Record<string, readonly string[]>>;
  /** Values that enumerations have besides. */
  readonly values?: Readonly<Record<string, readonly string[]>>;
  /** Values that enumerations have not. */
  readonly withoutValues?: Readonly<Record<string, readonly string[]>>;
  /** Definitions that are new. */
  readonly define?: Readonly<Record<string, SwaggerSchema>>;
  /** Operations that are new, and the headers of their success. */
  readonly operations?: readonly {
    readonly method: string;
    readonly path: string;
    readonly success: Readonly<Record<string, readonly string[]>>;
    /** The body of a success. */
    readonly body?: SwaggerSchema;
  }[];
}

/** A change for versions from `since` on, or for those before `before`. */
export type VersionedChange = Change & ({ readonly since: string } | { readonly before: string });

const TEXT: SwaggerSchema = { type: 'string' };
const FLAG: SwaggerSchema = { type: 'boolean' };
const COUNT: SwaggerSchema = { type: 'integer', format: 'int32' };

/** What is sent and never given back: `x-ms-secret` in the management specification, plain text in the other. */
const WRITE_ONLY = {
  AzureBlobFileSystemConfiguration: ['accountKey', 'sasKey'],
  AzureFileShareConfiguration: ['accountKey'],
  CifsMountConfiguration: ['password'],
  CIFSMountConfiguration: ['password'],
  ContainerRegistry: ['password'],
  LinuxUserConfiguration: ['sshPrivateKey'],
  UserAccount: ['password'],
  VMExtension: ['protectedSettings'],
} as const;

/**
 * The data plane, over azure-batch.yml (2024-02-01.19.0). Sources: batch-api.md sections 0 to 3 and 5.
 */
export const DATA_PLANE: readonly VersionedChange[] = [
  {
    // Where that file contradicts newer versions of itself, its own examples or answers that were seen.
    since: '',
    // Recorded answers of the service (azure-cli, test_batch_pools_and_nodes.yaml).
    values: { BatchNodeFillType: ['Spread', 'Pack'] },
    remove: {
      ...WRITE_ONLY,
      // "Field spelling of the upgrade count differs between artifacts"; later versions: `upgradingOS`.
      BatchNodeCounts: ['upgradingOs'],
      UpgradePolicy: ['automaticOsUpgradePolicy'],
      AutomaticOsUpgradePolicy: ['enableAutomaticOsUpgrade'],
    },
    add: {
      BatchNodeCounts: { upgradingOS: COUNT },
      UpgradePolicy: { automaticOSUpgradePolicy: { $ref: '#/definitions/AutomaticOsUpgradePolicy' } },
      AutomaticOsUpgradePolicy: { enableAutomaticOSUpgrade: FLAG },
      // "settings is an object in the spec … but the live sample returns a string containing JSON"
      VMExtension: { settings: {} },
      // "`level` is typed as a string enum but the documented live sample shows `"level":0`"
      InstanceViewStatus: { level: {}, time: TEXT },
    },
  },
  {
    before: '2024-02-01.19.0',
    remove: { BatchNodeCounts: ['upgradingOS'], BatchPool: ['upgradePolicy'] },
  },
  { before: '2023-11-01.18.0', withoutValues: { BatchNodeState: ['upgradingos'] } },
  { since: '2024-02-01.19.0', require: { BatchNodeCounts: ['upgradingOS'] } },
  {
    since: '2024-07-01.20.0',
    add: {
      BatchNodeCounts: { deallocated: COUNT, deallocating: COUNT },
      ImageReference: { sharedGalleryImageId: TEXT, communityGalleryImageId: TEXT },
      BatchTaskContainerSettings: {
        containerHostBatchBindMounts: {
          type: 'array',
          items: { $ref: '#/definitions/ContainerHostBatchBindMountEntry' },
        },
      },
    },
    define: {
      ContainerHostBatchBindMountEntry: { type: 'object', properties: { source: TEXT, isReadOnly: FLAG } },
    },
    remove: { BatchPool: ['cloudServiceConfiguration'] },
    require: { BatchNodeCounts: ['deallocated', 'deallocating'] },
    values: { BatchNodeState: ['deallocated', 'deallocating'] },
    operations: [
      {
        method: 'post',
        path: '/pools/{poolId}/nodes/{nodeId}/start',
        success: { 202: ['DataServiceId', 'client-request-id', 'request-id'] },
      },
      {
        method: 'post',
        path: '/pools/{poolId}/nodes/{nodeId}/deallocate',
        success: { 202: ['DataServiceId', 'client-request-id', 'request-id'] },
      },
    ],
  },
  {
    since: '2025-06-01',
    add: {
      BatchNode: { ipv6Address: TEXT },
      BatchTaskSchedulingPolicy: { jobDefaultOrder: { type: 'string', enum: ['none', 'creationtime'] } },
      SecurityProfile: { proxyAgentSettings: { type: 'object', additionalProperties: {} } },
      ManagedDisk: { diskEncryptionSet: { type: 'object', additionalProperties: {} } },
      DiskEncryptionConfiguration: { customerManagedKey: { type: 'object', additionalProperties: {} } },
      PublicIpAddressConfiguration: {
        ipFamilies: { type: 'array', items: TEXT },
        ipTags: { type: 'array', items: { type: 'object', additionalProperties: {} } },
      },
    },
    remove: {
      BatchNode: ['certificateReferences'],
      BatchPool: [
        'applicationLicenses',
        'certificateReferences',
        'currentNodeCommunicationMode',
        'resourceTags',
        'targetNodeCommunicationMode',
      ],
    },
  },
];

/**
 * The management plane, over batchmanagementclient.yml (2024-02-01). Sources: batch-api.md sections 0 and 6,
 * arm-2025-06-01.types.md, Microsoft.Batch.2025-06-01.json.
 */
export const MANAGEMENT_PLANE: readonly VersionedChange[] = [
  {
    since: '',
    remove: { ...WRITE_ONLY, FixedScaleSettings: ['nodeDeallocationOption'] },
    operations: [
      {
        // The specification names it by the header Location only.
        method: 'get',
        path: '/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.Batch/batchAccounts/{accountName}/poolOperationResults/{operationId}',
        success: { 200: [], 202: ['Location', 'Retry-After'], 204: [] },
      },
      {
        // Of Azure Compute: https://learn.microsoft.com/rest/api/compute/virtual-machine-images/list
        method: 'get',
        path: '/subscriptions/{subscriptionId}/providers/Microsoft.Compute/locations/{location}/publishers/{publisher}/artifacttypes/vmimage/offers/{offer}/skus/{sku}/versions',
        success: { 200: [] },
        body: { type: 'array', items: { type: 'object', properties: { id: TEXT, location: TEXT, name: TEXT } } },
      },
    ],
  },
  { before: '2024-02-01', remove: { PoolProperties: ['upgradePolicy'] } },
  {
    since: '2024-07-01',
    add: {
      ProxyResource: {
        tags: { type: 'object', additionalProperties: TEXT },
        systemData: { type: 'object', additionalProperties: TEXT },
      },
      Resource: { systemData: { type: 'object', additionalProperties: TEXT } },
      ImageReference: { sharedGalleryImageId: TEXT, communityGalleryImageId: TEXT },
      DataDisk: { managedDisk: { $ref: '#/definitions/ManagedDisk' } },
      ManagedDisk: { securityProfile: { type: 'object', additionalProperties: {} } },
      TaskContainerSettings: {
        containerHostBatchBindMounts: { type: 'array', items: { type: 'object', additionalProperties: {} } },
      },
    },
    remove: { DeploymentConfiguration: ['cloudServiceConfiguration'] },
  },
  {
    since: '2025-06-01',
    add: {
      TaskSchedulingPolicy: { jobDefaultOrder: { type: 'string', enum: ['None', 'CreationTime'] } },
      SecurityProfile: { proxyAgentSettings: { type: 'object', additionalProperties: {} } },
      ManagedDisk: { diskEncryptionSet: { type: 'object', additionalProperties: {} } },
      DiskEncryptionConfiguration: { customerManagedKey: { type: 'object', additionalProperties: {} } },
      PublicIPAddressConfiguration: {
        ipFamilies: { type: 'array', items: TEXT },
        ipTags: { type: 'array', items: { type: 'object', additionalProperties: {} } },
      },
    },
    remove: {
      DataDisk: ['storageAccountType'],
      PoolProperties: [
        'applicationLicenses',
        'certificates',
        'currentNodeCommunicationMode',
        'resourceTags',
        'targetNodeCommunicationMode',
      ],
    },
  },
];

/** Error codes with the status that is published for them (batch-api.md 1.5); a code that is not here may have any. */
export const STATUS_OF_CODE: Readonly<Record<string, number>> = {
  MissingRequiredQueryParameter: 400,
  UnsupportedRequestVersion: 400,
  InvalidQueryParameterValue: 400,
  OutOfRangeQueryParameterValue: 400,
  UnsupportedQueryParameter: 400,
  InvalidHeaderValue: 400,
  MissingRequiredHeader: 400,
  UnsupportedHeader: 400,
  InvalidRequestBody: 400,
  InvalidPropertyValue: 400,
  UnsupportedProperty: 400,
  MissingRequiredProperty: 400,
  InvalidInput: 400,
  OutOfRangeInput: 400,
  InvalidUri: 400,
  InvalidAuthenticationInfo: 400,
  AuthenticationFailed: 403,
  InsufficientAccountPermissions: 403,
  AccountIsDisabled: 403,
  PoolNotFound: 404,
  NodeNotFound: 404,
  JobNotFound: 404,
  TaskNotFound: 404,
  ResourceNotFound: 404,
  NodeUserNotFound: 404,
  UnsupportedHttpVerb: 405,
  OperationInvalidForCurrentState: 409,
  NodeBeingCreated: 409,
  NodeBeingStarted: 409,
  NodeBeingRebooted: 409,
  NodeBeingReimaged: 409,
  NodeStateUnusable: 409,
  NodeAlreadyInTargetSchedulingState: 409,
  OperationNotValidOnNode: 409,
  OperationNotValidOnPool: 409,
  PoolBeingResized: 409,
  PoolBeingDeleted: 409,
  PoolBeingCreated: 409,
  PoolExists: 409,
  JobExists: 409,
  TaskExists: 409,
  JobBeingDeleted: 409,
  JobCompleted: 409,
  MissingContentLengthHeader: 411,
  ConditionNotMet: 412,
  RequestBodyTooLarge: 413,
  TooManyRequests: 429,
  InternalError: 500,
  OperationTimedOut: 500,
  ServerBusy: 503,
  TooManyEnableAutoScaleRequests: 503,
};

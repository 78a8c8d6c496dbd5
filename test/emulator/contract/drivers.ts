import type { EmulatedAccount } from '../../support/emulated-account.ts';
import { IMAGE } from '../../support/emulated-account.ts';

/** Where an operation is driven: an account with a pool `render` of two idle nodes and a job `job` that ran one task. */
export interface Stage {
  readonly account: EmulatedAccount;
  /** The path of the first node. */
  readonly node: string;
  readonly nodeId: string;
}

/** Makes a request that the operation answers with success; what must come before it is done by `before`. */
export interface Driver {
  readonly path: (stage: Stage) => string;
  readonly body?: (stage: Stage) => unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly before?: (stage: Stage) => Promise<unknown>;
}

const VM = { imageReference: IMAGE.imageReference, nodeAgentSKUId: IMAGE.nodeAgentSkuId };
const AUTO_SCALE = { scaleSettings: { autoScale: { formula: '$TargetDedicatedNodes=1', evaluationInterval: 'PT5M' } } };

const at = (path: string) => () => path;
const onNode =
  (action = '') =>
  (stage: Stage) =>
    `${stage.node}${action}`;
const arm = (path: string) => (stage: Stage) => `${stage.account.resourceId}${path}`;
const group = (path: string) => (stage: Stage) => `${stage.account.resourceId.replace(/\/batchAccounts.*/, '')}${path}`;
const subscription = (path: string) => (stage: Stage) =>
  `${stage.account.resourceId.replace(/\/resourceGroups.*/, '')}/providers/Microsoft.Batch${path}`;

async function deallocated({ account, nodeId }: Stage): Promise<void> {
  await account.deallocate('render', nodeId);
  await account.advance('PT5M');
}

const autoScaled = ({ account }: Stage) => account.createPool('auto', { properties: AUTO_SCALE });
const resizing = ({ account }: Stage) => account.createPool('growing', { dedicated: 3 });

async function running({ account }: Stage): Promise<void> {
  await account.addTasks('job', ['t2'], 600);
}

async function failed({ account, nodeId }: Stage): Promise<void> {
  await account.addTasks('job', ['t2'], 600);
  await account.deallocate('render', nodeId, 'terminate');
  const [, other] = await account.nodes('render');
  if (other?.state === 'running') await account.deallocate('render', other.id, 'terminate');
}

async function disabled({ account }: Stage): Promise<void> {
  await account.call('POST', '/jobs/job/disable', { disableTasks: 'requeue' });
  await account.advance('PT1M');
}

const SCHEDULE = {
  id: 'nightly',
  schedule: { recurrenceInterval: 'PT1H' },
  jobSpecification: { poolInfo: { poolId: 'render' } },
};
const scheduled = ({ account }: Stage) => account.call('POST', '/jobschedules', SCHEDULE);

async function unscheduled(stage: Stage): Promise<void> {
  await scheduled(stage);
  await stage.account.call('POST', '/jobschedules/nightly/disable');
}

const USER = { name: 'somebody', isAdmin: false, password: 'nobody-knows-it-1' };
const withUser = ({ account, node }: Stage) => account.call('POST', `${node}/users`, USER);

/** How every operation is brought to a success. An operation of the emulator that is not here fails its test. */
export const DRIVERS: Readonly<Record<string, Driver>> = {
  Nodes_ListNodes: { path: at('/pools/render/nodes') },
  Nodes_GetNode: { path: onNode() },
  Nodes_StartNode: { path: onNode('/start'), before: deallocated },
  Nodes_DeallocateNode: { path: onNode('/deallocate'), body: () => ({}) },
  Nodes_RebootNode: { path: onNode('/reboot'), body: () => ({}) },
  Nodes_ReimageNode: { path: onNode('/reimage'), body: () => ({}) },
  Nodes_DisableNodeScheduling: { path: onNode('/disablescheduling'), body: () => ({}) },
  Nodes_EnableNodeScheduling: {
    path: onNode('/enablescheduling'),
    before: ({ account, node }) => account.call('POST', `${node}/disablescheduling`, {}),
  },
  Nodes_ListNodeExtensions: { path: onNode('/extensions') },
  Nodes_GetNodeExtension: { path: onNode('/extensions/health') },
  Nodes_GetNodeRemoteLoginSettings: { path: onNode('/remoteloginsettings') },
  Nodes_UploadNodeLogs: {
    path: onNode('/uploadbatchservicelogs'),
    body: () => ({ containerUrl: 'https://somewhere.example/logs', startTime: '2026-03-02T12:00:00Z' }),
  },
  Nodes_CreateNodeUser: { path: onNode('/users'), body: () => USER },
  Nodes_ReplaceNodeUser: { path: onNode('/users/somebody'), body: () => ({ password: 'other' }), before: withUser },
  Nodes_DeleteNodeUser: { path: onNode('/users/somebody'), before: withUser },
  Nodes_ListNodeFiles: { path: onNode('/files') },
  Nodes_DeleteNodeFile: { path: onNode('/files/shared') },
  Nodes_GetNodeFile: { path: onNode('/files/workitems') },
  Nodes_GetNodeFileProperties: { path: onNode('/files/workitems') },
  Pools_ListPools: { path: at('/pools') },
  Pools_GetPool: { path: at('/pools/render') },
  Pools_PoolExists: { path: at('/pools/render') },
  Pools_CreatePool: {
    path: at('/pools'),
    body: () => ({ id: 'new', vmSize: 'STANDARD_D2S_V3', virtualMachineConfiguration: VM, targetDedicatedNodes: 1 }),
  },
  Pools_UpdatePool: { path: at('/pools/render'), body: () => ({ metadata: [{ name: 'a', value: 'b' }] }) },
  Pools_ReplacePoolProperties: {
    path: at('/pools/render/updateproperties'),
    body: () => ({ metadata: [], applicationPackageReferences: [], certificateReferences: [] }),
  },
  Pools_DeletePool: { path: at('/pools/render') },
  Pools_EnablePoolAutoScale: {
    path: at('/pools/render/enableautoscale'),
    body: () => ({ autoScaleFormula: '$TargetDedicatedNodes=1' }),
  },
  Pools_DisablePoolAutoScale: { path: at('/pools/auto/disableautoscale'), before: autoScaled },
  Pools_EvaluatePoolAutoScale: {
    path: at('/pools/auto/evaluateautoscale'),
    body: () => ({ autoScaleFormula: '$TargetDedicatedNodes=1' }),
    before: autoScaled,
  },
  Pools_ResizePool: { path: at('/pools/render/resize'), body: () => ({ targetDedicatedNodes: 3 }) },
  Pools_StopPoolResize: { path: at('/pools/growing/stopresize'), before: resizing },
  Pools_RemoveNodes: { path: at('/pools/render/removenodes'), body: ({ nodeId }) => ({ nodeList: [nodeId] }) },
  Pools_ListPoolNodeCounts: { path: at('/nodecounts') },
  Pools_ListSupportedImages: { path: at('/supportedimages') },
  Pools_ListPoolUsageMetrics: { path: at('/poolusagemetrics') },
  Applications_ListApplications: { path: at('/applications') },
  Applications_GetApplication: { path: at('/applications/blender') },
  Jobs_ListJobs: { path: at('/jobs') },
  Jobs_GetJob: { path: at('/jobs/job') },
  Jobs_CreateJob: { path: at('/jobs'), body: () => ({ id: 'other', poolInfo: { poolId: 'render' } }) },
  Jobs_UpdateJob: { path: at('/jobs/job'), body: () => ({ priority: 5 }) },
  Jobs_ReplaceJob: { path: at('/jobs/job'), body: () => ({ poolInfo: { poolId: 'render' }, priority: 5 }) },
  Jobs_DeleteJob: { path: at('/jobs/job') },
  Jobs_DisableJob: { path: at('/jobs/job/disable'), body: () => ({ disableTasks: 'requeue' }), before: running },
  Jobs_EnableJob: { path: at('/jobs/job/enable'), before: disabled },
  Jobs_TerminateJob: { path: at('/jobs/job/terminate'), body: () => ({ terminateReason: 'Enough' }) },
  Jobs_GetJobTaskCounts: { path: at('/jobs/job/taskcounts') },
  Jobs_ListJobPreparationAndReleaseTaskStatus: { path: at('/jobs/job/jobpreparationandreleasetaskstatus') },
  Jobs_ListJobsFromSchedule: { path: at('/jobschedules/nightly/jobs'), before: scheduled },
  JobSchedules_ListJobSchedules: { path: at('/jobschedules'), before: scheduled },
  JobSchedules_GetJobSchedule: { path: at('/jobschedules/nightly'), before: scheduled },
  JobSchedules_JobScheduleExists: { path: at('/jobschedules/nightly'), before: scheduled },
  JobSchedules_CreateJobSchedule: { path: at('/jobschedules'), body: () => SCHEDULE },
  JobSchedules_UpdateJobSchedule: {
    path: at('/jobschedules/nightly'),
    body: () => ({ metadata: [{ name: 'a', value: 'b' }] }),
    before: scheduled,
  },
  JobSchedules_ReplaceJobSchedule: {
    path: at('/jobschedules/nightly'),
    body: () => ({ jobSpecification: SCHEDULE.jobSpecification }),
    before: scheduled,
  },
  JobSchedules_DeleteJobSchedule: { path: at('/jobschedules/nightly'), before: scheduled },
  JobSchedules_DisableJobSchedule: { path: at('/jobschedules/nightly/disable'), before: scheduled },
  JobSchedules_EnableJobSchedule: { path: at('/jobschedules/nightly/enable'), before: unscheduled },
  JobSchedules_TerminateJobSchedule: { path: at('/jobschedules/nightly/terminate'), before: scheduled },
  Tasks_ListTasks: { path: at('/jobs/job/tasks'), before: failed },
  Tasks_GetTask: { path: at('/jobs/job/tasks/t1') },
  Tasks_CreateTask: { path: at('/jobs/job/tasks'), body: () => ({ id: 't9', commandLine: 'sleep 1' }) },
  Tasks_CreateTaskCollection: {
    path: at('/jobs/job/addtaskcollection'),
    body: () => ({
      value: [
        { id: 't1', commandLine: 'sleep 1' },
        { id: 't9', commandLine: 'sleep 1' },
      ],
    }),
  },
  Tasks_ReplaceTask: {
    path: at('/jobs/job/tasks/t2'),
    body: () => ({ constraints: { maxTaskRetryCount: 2 } }),
    before: running,
  },
  Tasks_DeleteTask: { path: at('/jobs/job/tasks/t1') },
  Tasks_TerminateTask: { path: at('/jobs/job/tasks/t2/terminate'), before: running },
  Tasks_ReactivateTask: { path: at('/jobs/job/tasks/t2/reactivate'), before: failed },
  Tasks_ListSubTasks: { path: at('/jobs/job/tasks/t1/subtasksinfo') },
  Tasks_ListTaskFiles: { path: at('/jobs/job/tasks/t1/files') },
  Tasks_DeleteTaskFile: { path: at('/jobs/job/tasks/t1/files/stdout.txt') },
  Tasks_GetTaskFile: { path: at('/jobs/job/tasks/t1/files/stdout.txt') },
  Tasks_GetTaskFileProperties: { path: at('/jobs/job/tasks/t1/files/stdout.txt') },
  VirtualMachineImages_List: {
    path: ({ account }) =>
      `${account.resourceId.replace(/\/resourceGroups.*/, '')}/providers/Microsoft.Compute/locations/westeurope/publishers/p/artifacttypes/vmimage/offers/o/skus/s/versions`,
  },
  BatchAccount_Get: { path: arm('') },
  BatchAccount_List: { path: subscription('/batchAccounts') },
  BatchAccount_ListByResourceGroup: { path: group('/batchAccounts') },
  BatchAccount_GetKeys: { path: arm('/listKeys') },
  BatchAccount_RegenerateKey: { path: arm('/regenerateKeys'), body: () => ({ keyName: 'Secondary' }) },
  BatchAccount_Update: { path: arm(''), body: () => ({ tags: { a: 'b' } }) },
  BatchAccount_SynchronizeAutoStorageKeys: { path: arm('/syncAutoStorageKeys') },
  BatchAccount_ListOutboundNetworkDependenciesEndpoints: { path: arm('/outboundNetworkDependenciesEndpoints') },
  Application_List: { path: arm('/applications') },
  Application_Get: { path: arm('/applications/blender') },
  Location_GetQuotas: { path: subscription('/locations/westeurope/quotas') },
  Location_ListSupportedVirtualMachineSkus: { path: subscription('/locations/westeurope/virtualMachineSkus') },
  Location_CheckNameAvailability: {
    path: subscription('/locations/westeurope/checkNameAvailability'),
    body: () => ({ name: 'other', type: 'Microsoft.Batch/batchAccounts' }),
  },
  Operations_List: { path: at('/providers/Microsoft.Batch/operations') },
  Pool_Create: {
    path: arm('/pools/new'),
    body: () => ({
      properties: { vmSize: 'STANDARD_D2S_V3', deploymentConfiguration: { virtualMachineConfiguration: IMAGE } },
    }),
  },
  Pool_Get: { path: arm('/pools/render') },
  Pool_ListByBatchAccount: { path: arm('/pools') },
  Pool_Update: {
    path: arm('/pools/render'),
    body: () => ({ properties: { metadata: [{ name: 'a', value: 'b' }] } }),
  },
  Pool_Delete: { path: arm('/pools/render') },
  Pool_GetOperationResult: {
    path: arm('/poolOperationResults/delete-render'),
    before: ({ account }) => account.call('DELETE', `${account.resourceId}/pools/render`),
  },
  Pool_DisableAutoScale: { path: arm('/pools/auto/disableAutoScale'), before: autoScaled },
  Pool_StopResize: { path: arm('/pools/growing/stopResize'), before: resizing },
};

/** Sets the stage: a pool with every kind of setting, so that every member of it is held to the specification. */
export async function setStage(account: EmulatedAccount): Promise<Stage> {
  const { status, body } = await account.call(
    'PUT',
    `${account.resourceId}/pools/render?api-version=2025-06-01`,
    RICH_POOL,
  );
  if (status !== 200) throw new Error(`PUT render: ${status} ${JSON.stringify(body)}`);
  await account.advance('PT10M');
  await account.createJob('job', 'render', { metadata: [{ name: 'a', value: 'b' }], displayName: 'A job' });
  await account.addTasks('job', ['t1'], 60, { constraints: { retentionTime: 'PT1H' }, environmentSettings: [] });
  await account.advance('PT2M');
  const [node] = await account.nodes('render');
  const nodeId = node?.id ?? '';
  return { account, nodeId, node: `/pools/render/nodes/${nodeId}` };
}

const USER_IDENTITY = { autoUser: { scope: 'Pool', elevationLevel: 'Admin' } };

const RICH_POOL = {
  tags: { team: 'render' },
  identity: {
    type: 'UserAssigned',
    userAssignedIdentities: {
      '/subscriptions/s/resourceGroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/i': {},
    },
  },
  properties: {
    displayName: 'A pool',
    vmSize: 'STANDARD_D2S_V3',
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: IMAGE.imageReference,
        nodeAgentSkuId: IMAGE.nodeAgentSkuId,
        nodePlacementConfiguration: { policy: 'Zonal' },
        osDisk: { ephemeralOSDiskSettings: { placement: 'CacheDisk' }, caching: 'ReadOnly', diskSizeGB: 64 },
        dataDisks: [{ lun: 0, caching: 'ReadWrite', diskSizeGB: 32 }],
        diskEncryptionConfiguration: { targets: ['OsDisk', 'TemporaryDisk'] },
        securityProfile: {
          securityType: 'trustedLaunch',
          encryptionAtHost: true,
          uefiSettings: { secureBootEnabled: true, vTpmEnabled: true },
        },
        containerConfiguration: {
          type: 'DockerCompatible',
          containerImageNames: ['busybox'],
          containerRegistries: [{ registryServer: 'r.example', username: 'u', password: 'nobody-knows-it' }],
        },
        extensions: [
          {
            name: 'health',
            publisher: 'Microsoft.ManagedServices',
            type: 'ApplicationHealthLinux',
            typeHandlerVersion: '2.0',
            settings: { protocol: 'http', port: 80, requestPath: '/' },
            protectedSettings: {},
          },
        ],
      },
    },
    scaleSettings: {
      fixedScale: { targetDedicatedNodes: 2, targetLowPriorityNodes: 0, nodeDeallocationOption: 'TaskCompletion' },
    },
    interNodeCommunication: 'Enabled',
    taskSlotsPerNode: 4,
    taskSchedulingPolicy: { nodeFillType: 'Pack' },
    metadata: [{ name: 'owner', value: 'somebody' }],
    networkConfiguration: {
      subnetId: '/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v/subnets/s',
      dynamicVnetAssignmentScope: 'none',
      enableAcceleratedNetworking: true,
      publicIPAddressConfiguration: { provision: 'NoPublicIPAddresses' },
      endpointConfiguration: {
        inboundNatPools: [
          {
            name: 'web',
            protocol: 'TCP',
            backendPort: 8080,
            frontendPortRangeStart: 15000,
            frontendPortRangeEnd: 15100,
            networkSecurityGroupRules: [{ priority: 150, access: 'Allow', sourceAddressPrefix: '*' }],
          },
        ],
      },
    },
    userAccounts: [
      {
        name: 'admin',
        password: 'nobody-knows-it',
        elevationLevel: 'Admin',
        linuxUserConfiguration: { uid: 1000, gid: 1000, sshPrivateKey: 'nobody-knows-it' },
      },
    ],
    startTask: {
      commandLine: 'sleep 5',
      waitForSuccess: true,
      maxTaskRetryCount: 1,
      userIdentity: USER_IDENTITY,
      environmentSettings: [{ name: 'A', value: 'b' }],
      resourceFiles: [{ httpUrl: 'https://somewhere.example/file', filePath: 'file' }],
      containerSettings: { imageName: 'busybox', workingDirectory: 'TaskWorkingDirectory' },
    },
    applicationPackages: [
      {
        id: '/subscriptions/s/resourceGroups/g/providers/Microsoft.Batch/batchAccounts/demo/applications/app',
        version: '1',
      },
    ],
    mountConfiguration: [
      {
        azureFileShareConfiguration: {
          accountName: 'a',
          azureFileUrl: 'https://a.file.core.windows.net/share',
          accountKey: 'nobody-knows-it',
          relativeMountPath: 'share',
        },
      },
      { nfsMountConfiguration: { source: 'server:/', relativeMountPath: 'nfs' } },
    ],
    upgradePolicy: {
      mode: 'automatic',
      automaticOSUpgradePolicy: { enableAutomaticOSUpgrade: true, osRollingUpgradeDeferral: true },
      rollingUpgradePolicy: {
        enableCrossZoneUpgrade: true,
        maxBatchInstancePercent: 20,
        pauseTimeBetweenBatches: 'PT0S',
      },
    },
  },
};

import { IDENTITY, MACHINE_MEMBERS, REGISTRY } from './machine-members.ts';
import { listOf, object, oneOf } from './pool-member.ts';

const ELEVATION = oneOf('NonAdmin', 'Admin');

/**
 * The members of `properties`: those of api-version 2025-06-01, and those that only earlier versions since 2021-01-01 have.
 * https://learn.microsoft.com/azure/templates/microsoft.batch/batchaccounts/pools
 */
export const POOL_MEMBERS = object(
  ['applicationLicenses', 'certificates', 'displayName', 'resourceTags', 'taskSlotsPerNode', 'vmSize'],
  {
    applicationPackages: listOf(object(['id', 'version'])),
    deploymentConfiguration: object(['cloudServiceConfiguration'], {
      virtualMachineConfiguration: MACHINE_MEMBERS,
    }),
    interNodeCommunication: oneOf('Enabled', 'Disabled'),
    metadata: listOf(object(['name', 'value'])),
    mountConfiguration: listOf(
      object([], {
        azureBlobFileSystemConfiguration: object(
          ['accountKey', 'accountName', 'blobfuseOptions', 'containerName', 'relativeMountPath', 'sasKey'],
          {
            identityReference: IDENTITY,
          },
        ),
        azureFileShareConfiguration: object([
          'accountKey',
          'accountName',
          'azureFileUrl',
          'mountOptions',
          'relativeMountPath',
        ]),
        cifsMountConfiguration: object(['mountOptions', 'password', 'relativeMountPath', 'source', 'userName']),
        nfsMountConfiguration: object(['mountOptions', 'relativeMountPath', 'source']),
      }),
    ),
    networkConfiguration: object(['enableAcceleratedNetworking', 'subnetId'], {
      dynamicVnetAssignmentScope: oneOf('none', 'job'),
      endpointConfiguration: object([], {
        inboundNatPools: listOf(
          object(['backendPort', 'frontendPortRangeEnd', 'frontendPortRangeStart', 'name'], {
            networkSecurityGroupRules: listOf(
              object(['priority', 'sourceAddressPrefix', 'sourcePortRanges'], {
                access: oneOf('Allow', 'Deny'),
              }),
            ),
            protocol: oneOf('TCP', 'UDP'),
          }),
        ),
      }),
      publicIPAddressConfiguration: object(['ipAddressIds'], {
        ipFamilies: listOf(oneOf('IPv4', 'IPv6')),
        ipTags: listOf(object(['ipTagType', 'tag'])),
        provision: oneOf('BatchManaged', 'UserManaged', 'NoPublicIPAddresses'),
      }),
    }),
    scaleSettings: object([], {
      autoScale: object(['evaluationInterval', 'formula']),
      fixedScale: object(['resizeTimeout', 'targetDedicatedNodes', 'targetLowPriorityNodes'], {
        nodeDeallocationOption: oneOf('Requeue', 'Terminate', 'TaskCompletion', 'RetainedData'),
      }),
    }),
    startTask: object(['commandLine', 'maxTaskRetryCount', 'waitForSuccess'], {
      containerSettings: object(['containerRunOptions', 'imageName'], {
        containerHostBatchBindMounts: listOf(
          object(['isReadOnly'], {
            source: oneOf('Shared', 'Startup', 'VfsMounts', 'Task', 'JobPrep', 'Applications'),
          }),
        ),
        registry: REGISTRY,
        workingDirectory: oneOf('TaskWorkingDirectory', 'ContainerImageDefault'),
      }),
      environmentSettings: listOf(object(['name', 'value'])),
      resourceFiles: listOf(
        object(['autoStorageContainerName', 'blobPrefix', 'fileMode', 'filePath', 'httpUrl', 'storageContainerUrl'], {
          identityReference: IDENTITY,
        }),
      ),
      userIdentity: object(['userName'], {
        autoUser: object([], {
          elevationLevel: ELEVATION,
          scope: oneOf('Task', 'Pool'),
        }),
      }),
    }),
    targetNodeCommunicationMode: oneOf('Default', 'Classic', 'Simplified'),
    taskSchedulingPolicy: object([], {
      jobDefaultOrder: oneOf('None', 'CreationTime'),
      nodeFillType: oneOf('Spread', 'Pack'),
    }),
    upgradePolicy: object([], {
      automaticOSUpgradePolicy: object([
        'disableAutomaticRollback',
        'enableAutomaticOSUpgrade',
        'osRollingUpgradeDeferral',
        'useRollingUpgradePolicy',
      ]),
      mode: oneOf('automatic', 'manual', 'rolling'),
      rollingUpgradePolicy: object([
        'enableCrossZoneUpgrade',
        'maxBatchInstancePercent',
        'maxUnhealthyInstancePercent',
        'maxUnhealthyUpgradedInstancePercent',
        'pauseTimeBetweenBatches',
        'prioritizeUnhealthyInstances',
        'rollbackFailedInstancesOnPolicyBreach',
      ]),
    }),
    userAccounts: listOf(
      object(['name', 'password'], {
        elevationLevel: ELEVATION,
        linuxUserConfiguration: object(['gid', 'sshPrivateKey', 'uid']),
        windowsUserConfiguration: object([], {
          loginMode: oneOf('Batch', 'Interactive'),
        }),
      }),
    ),
  },
);

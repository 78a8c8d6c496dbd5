const EXTENSION = [
  'name',
  'publisher',
  'type',
  'typeHandlerVersion',
  'autoUpgradeMinorVersion',
  'enableAutomaticUpgrade',
  'settings',
  'protectedSettings',
  'protectedSettingsFromKeyVault',
  'provisionAfterExtensions',
];

/** What only the service says: a body that was read back has it. */
export const READ_ONLY = [
  'allocationState',
  'allocationStateTransitionTime',
  'autoScaleRun',
  'creationTime',
  'currentDedicatedNodes',
  'currentLowPriorityNodes',
  'currentNodeCommunicationMode',
  'lastModified',
  'provisioningState',
  'provisioningStateTransitionTime',
  'resizeOperationStatus',
];

/**
 * The members of the objects whose members are all known, by their paths in `properties`; `*` is any item of a list.
 * https://learn.microsoft.com/azure/templates/microsoft.batch/batchaccounts/pools (api-versions 2021-01-01 to 2025-06-01)
 */
export const KNOWN_MEMBERS: readonly (readonly [path: readonly string[], names: readonly string[]])[] = [
  [
    [],
    [
      ...READ_ONLY,
      'applicationLicenses',
      'applicationPackages',
      'certificates',
      'deploymentConfiguration',
      'displayName',
      'interNodeCommunication',
      'metadata',
      'mountConfiguration',
      'networkConfiguration',
      'resourceTags',
      'scaleSettings',
      'startTask',
      'targetNodeCommunicationMode',
      'taskSchedulingPolicy',
      'taskSlotsPerNode',
      'upgradePolicy',
      'userAccounts',
      'vmSize',
    ],
  ],
  [['deploymentConfiguration'], ['virtualMachineConfiguration', 'cloudServiceConfiguration']],
  [
    ['deploymentConfiguration', 'virtualMachineConfiguration'],
    [
      'containerConfiguration',
      'dataDisks',
      'diskEncryptionConfiguration',
      'extensions',
      'imageReference',
      'licenseType',
      'nodeAgentSkuId',
      'nodePlacementConfiguration',
      'osDisk',
      'securityProfile',
      'serviceArtifactReference',
      'windowsConfiguration',
    ],
  ],
  [
    ['deploymentConfiguration', 'virtualMachineConfiguration', 'imageReference'],
    ['id', 'publisher', 'offer', 'sku', 'version', 'communityGalleryImageId', 'sharedGalleryImageId'],
  ],
  [['deploymentConfiguration', 'virtualMachineConfiguration', 'windowsConfiguration'], ['enableAutomaticUpdates']],
  [['deploymentConfiguration', 'virtualMachineConfiguration', 'nodePlacementConfiguration'], ['policy']],
  [['deploymentConfiguration', 'virtualMachineConfiguration', 'extensions', '*'], EXTENSION],
  [['scaleSettings'], ['fixedScale', 'autoScale']],
  [
    ['scaleSettings', 'fixedScale'],
    ['targetDedicatedNodes', 'targetLowPriorityNodes', 'resizeTimeout', 'nodeDeallocationOption'],
  ],
  [
    ['scaleSettings', 'autoScale'],
    ['formula', 'evaluationInterval'],
  ],
  [['taskSchedulingPolicy'], ['nodeFillType', 'jobDefaultOrder']],
  [['upgradePolicy'], ['mode', 'automaticOSUpgradePolicy', 'rollingUpgradePolicy']],
  [
    ['upgradePolicy', 'automaticOSUpgradePolicy'],
    ['disableAutomaticRollback', 'enableAutomaticOSUpgrade', 'useRollingUpgradePolicy', 'osRollingUpgradeDeferral'],
  ],
  [
    ['upgradePolicy', 'rollingUpgradePolicy'],
    [
      'enableCrossZoneUpgrade',
      'maxBatchInstancePercent',
      'maxUnhealthyInstancePercent',
      'maxUnhealthyUpgradedInstancePercent',
      'pauseTimeBetweenBatches',
      'prioritizeUnhealthyInstances',
      'rollbackFailedInstancesOnPolicyBreach',
    ],
  ],
];

/** What the data plane calls a thing, and where the management plane has it. */
export const DATA_PLANE_NAMES: Readonly<Record<string, string>> = {
  autoScaleEvaluationInterval: 'scaleSettings.autoScale.evaluationInterval',
  autoScaleFormula: 'scaleSettings.autoScale.formula',
  enableAutoScale: 'scaleSettings.autoScale',
  enableInterNodeCommunication: 'interNodeCommunication',
  resizeTimeout: 'scaleSettings.fixedScale.resizeTimeout',
  targetDedicatedNodes: 'scaleSettings.fixedScale.targetDedicatedNodes',
  targetLowPriorityNodes: 'scaleSettings.fixedScale.targetLowPriorityNodes',
  virtualMachineConfiguration: 'deploymentConfiguration.virtualMachineConfiguration',
  virtualMachineImageId: 'imageReference.id',
};

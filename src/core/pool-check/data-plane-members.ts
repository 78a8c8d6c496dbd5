/** Read-only members, which a body has if it was read from the service. */
export const READ_ONLY: ReadonlySet<string> = new Set([
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
]);

/** Members that the data plane calls by another name, or has at another place, than the management plane. */
export const DATA_PLANE_NAMES: ReadonlyMap<string, string> = new Map([
  ['autoScaleEvaluationInterval', 'scaleSettings.autoScale.evaluationInterval'],
  ['autoScaleFormula', 'scaleSettings.autoScale.formula'],
  ['enableAutoScale', 'scaleSettings.autoScale'],
  ['enableInterNodeCommunication', 'interNodeCommunication'],
  ['resizeTimeout', 'scaleSettings.fixedScale.resizeTimeout'],
  ['targetDedicatedNodes', 'scaleSettings.fixedScale.targetDedicatedNodes'],
  ['targetLowPriorityNodes', 'scaleSettings.fixedScale.targetLowPriorityNodes'],
  ['virtualMachineConfiguration', 'deploymentConfiguration.virtualMachineConfiguration'],
  ['virtualMachineImageId', 'imageReference.id'],
]);

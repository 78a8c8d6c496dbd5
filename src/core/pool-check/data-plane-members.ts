/** What only the service says: a body that was read back has it. */
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

/** Where the management plane has what the data plane calls by another name or has somewhere else. */
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

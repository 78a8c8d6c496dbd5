import { toManagementSpelling } from '../views/plane-spelling.ts';

/**
 * The members of a pool on the management plane, but for `userName`, which one of its objects spells `username`.
 * https://learn.microsoft.com/azure/templates/microsoft.batch/batchaccounts/pools (api-version 2025-06-01)
 */
const MEMBERS = `
access accountKey accountName allocationState allocationStateTransitionTime applicationPackages
automaticOSUpgradePolicy autoScale autoScaleRun autoStorageContainerName autoUpgradeMinorVersion autoUser
azureBlobFileSystemConfiguration azureFileShareConfiguration azureFileUrl backendPort blobfuseOptions blobPrefix
caching cifsMountConfiguration commandLine communityGalleryImageId containerConfiguration
containerHostBatchBindMounts containerImageNames containerName containerRegistries containerRunOptions
containerSettings creationTime currentDedicatedNodes currentLowPriorityNodes customerManagedKey dataDisks
deploymentConfiguration disableAutomaticRollback diskEncryptionConfiguration diskEncryptionSet diskSizeGB
displayName dynamicVnetAssignmentScope elevationLevel enableAcceleratedNetworking enableAutomaticOSUpgrade
enableAutomaticUpdates enableAutomaticUpgrade enableCrossZoneUpgrade enabled encryptionAtHost endpointConfiguration
environmentSettings ephemeralOSDiskSettings evaluationInterval evaluationTime extensions fileMode filePath
fixedScale formula frontendPortRangeEnd frontendPortRangeStart gid httpUrl id identityReference imageName
imageReference imds inboundNatPools interNodeCommunication inVMAccessControlProfileReferenceId ipAddressIds
ipFamilies ipTags ipTagType isReadOnly jobDefaultOrder keyUrl lastModified licenseType linuxUserConfiguration
loginMode lun managedDisk maxBatchInstancePercent maxTaskRetryCount maxUnhealthyInstancePercent
maxUnhealthyUpgradedInstancePercent metadata mode mountConfiguration mountOptions name networkConfiguration
networkSecurityGroupRules nfsMountConfiguration nodeAgentSkuId nodeDeallocationOption nodeFillType
nodePlacementConfiguration offer osDisk osRollingUpgradeDeferral password pauseTimeBetweenBatches placement policy
prioritizeUnhealthyInstances priority protectedSettings protocol provision provisionAfterExtensions
provisioningState provisioningStateTransitionTime proxyAgentSettings publicIPAddressConfiguration publisher registry
registryServer relativeMountPath resizeOperationStatus resizeTimeout resourceFiles resourceId
rollbackFailedInstancesOnPolicyBreach rollingUpgradePolicy rotationToLatestKeyVersionEnabled sasKey scaleSettings
scope secureBootEnabled securityEncryptionType securityProfile securityType serviceArtifactReference settings
sharedGalleryImageId sku source sourceAddressPrefix sourcePortRanges sshPrivateKey startTask startTime
storageAccountType storageContainerUrl subnetId tag targetDedicatedNodes targetLowPriorityNodes targets
taskSchedulingPolicy taskSlotsPerNode type typeHandlerVersion uefiSettings uid upgradePolicy userAccounts
userIdentity useRollingUpgradePolicy value version virtualMachineConfiguration vmSize vTpmEnabled waitForSuccess
windowsConfiguration windowsUserConfiguration wireServer workingDirectory writeAcceleratorEnabled
`;

const SPELLING = new Map(
  MEMBERS.trim()
    .split(/\s+/)
    .map((name) => [name.toLowerCase(), name]),
);

/** Enumerations. An empty string is no valid value, but clients send it for "not set". */
const ENUMERATIONS = new Set([
  'access',
  'caching',
  'dynamicVnetAssignmentScope',
  'elevationLevel',
  'interNodeCommunication',
  'jobDefaultOrder',
  'loginMode',
  'mode',
  'nodeDeallocationOption',
  'nodeFillType',
  'placement',
  'policy',
  'provision',
  'securityEncryptionType',
  'securityType',
  'storageAccountType',
  'workingDirectory',
]);

/** Members whose content belongs to the user. */
const FOREIGN = new Set(['settings', 'protectedSettings', 'metadata', 'resourceTags', 'environmentSettings']);

/**
 * Normalizes the properties of a pool as the management plane does. It accepts member names in any letter case (the example
 * PoolCreate_DualStackNetworking of api-version 2025-06-01 has `inboundNATPools`), and treats an enumeration with an empty
 * string, as the azurerm provider of Terraform sends it, as missing. Values of enumerations get the specified spelling.
 */
export function toArmSpelling(value: unknown): unknown {
  return toManagementSpelling(withKnownNames(value));
}

function withKnownNames(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withKnownNames);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).map(([name, inner]) => {
    const known = SPELLING.get(name.toLowerCase()) ?? name;
    return [known, FOREIGN.has(known) ? inner : withKnownNames(inner)] as const;
  });
  return Object.fromEntries(members.filter(([name, inner]) => inner !== '' || !ENUMERATIONS.has(name)));
}

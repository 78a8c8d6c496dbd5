import { listOf, object, oneOf } from './pool-member.ts';

const CACHING = oneOf('None', 'ReadOnly', 'ReadWrite');
const PROXY_AGENT = object(['inVMAccessControlProfileReferenceId'], {
  mode: oneOf('Audit', 'Enforce'),
});
const MANAGED_DISK = object([], {
  diskEncryptionSet: object(['id']),
  securityProfile: object([], {
    diskEncryptionSet: object(['id']),
    securityEncryptionType: oneOf('NonPersistedTPM', 'VMGuestStateOnly', 'DiskWithVMGuestState'),
  }),
  storageAccountType: oneOf('Standard_LRS', 'Premium_LRS', 'StandardSSD_LRS'),
});

/** The identity with which a node accesses a registry, a share or a file. */
export const IDENTITY = object(['resourceId']);
/** A registry of container images. */
export const REGISTRY = object(['password', 'registryServer', 'username'], {
  identityReference: IDENTITY,
});

/**
 * The members of `deploymentConfiguration.virtualMachineConfiguration`.
 * https://learn.microsoft.com/azure/templates/microsoft.batch/batchaccounts/pools (api-version 2025-06-01)
 */
export const MACHINE_MEMBERS = object(['licenseType', 'nodeAgentSkuId'], {
  containerConfiguration: object(['containerImageNames'], {
    containerRegistries: listOf(REGISTRY),
    type: oneOf('DockerCompatible', 'CriCompatible'),
  }),
  dataDisks: listOf(
    object(['diskSizeGB', 'lun'], {
      caching: CACHING,
      managedDisk: MANAGED_DISK,
    }),
  ),
  diskEncryptionConfiguration: object([], {
    customerManagedKey: object(['keyUrl', 'rotationToLatestKeyVersionEnabled'], {
      identityReference: IDENTITY,
    }),
    targets: listOf(oneOf('OsDisk', 'TemporaryDisk')),
  }),
  extensions: listOf(
    object([
      'autoUpgradeMinorVersion',
      'enableAutomaticUpgrade',
      'name',
      'protectedSettings',
      'protectedSettingsFromKeyVault',
      'provisionAfterExtensions',
      'publisher',
      'settings',
      'type',
      'typeHandlerVersion',
    ]),
  ),
  imageReference: object([
    'communityGalleryImageId',
    'id',
    'offer',
    'publisher',
    'sharedGalleryImageId',
    'sku',
    'version',
  ]),
  nodePlacementConfiguration: object([], {
    policy: oneOf('Regional', 'Zonal'),
  }),
  osDisk: object(['diskSizeGB', 'writeAcceleratorEnabled'], {
    caching: CACHING,
    ephemeralOSDiskSettings: object([], {
      placement: oneOf('CacheDisk'),
    }),
    managedDisk: MANAGED_DISK,
  }),
  securityProfile: object(['encryptionAtHost'], {
    proxyAgentSettings: object(['enabled'], {
      imds: PROXY_AGENT,
      wireServer: PROXY_AGENT,
    }),
    securityType: oneOf('trustedLaunch', 'confidentialVM'),
    uefiSettings: object(['secureBootEnabled', 'vTpmEnabled']),
  }),
  serviceArtifactReference: object(['id']),
  windowsConfiguration: object(['enableAutomaticUpdates']),
});

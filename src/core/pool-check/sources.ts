/** The pages from which the rules are taken. */
export const EXTENSIONS_PAGE = 'https://learn.microsoft.com/azure/batch/create-pool-extensions';
export const OS_UPGRADE_PAGE = 'https://learn.microsoft.com/azure/batch/batch-upgrade-policy';
export const SCALE_SET_UPGRADE_PAGE =
  'https://learn.microsoft.com/azure/virtual-machine-scale-sets/virtual-machine-scale-sets-automatic-upgrade';
export const IDENTITY_PAGE = 'https://learn.microsoft.com/azure/batch/managed-identity-pools';
/** The specification of a pool in the management API, api-version 2025-06-01. */
export const POOL_SPECIFICATION = 'https://learn.microsoft.com/azure/templates/microsoft.batch/batchaccounts/pools';
export const POOL_CREATE_PAGE = 'https://learn.microsoft.com/rest/api/batchmanagement/pool/create';
export const KEY_VAULT_LINUX_PAGE = 'https://learn.microsoft.com/azure/virtual-machines/extensions/key-vault-linux';
export const KEY_VAULT_WINDOWS_PAGE = 'https://learn.microsoft.com/azure/virtual-machines/extensions/key-vault-windows';
export const HEALTH_PAGE =
  'https://learn.microsoft.com/azure/virtual-machine-scale-sets/virtual-machine-scale-sets-health-extension';
/** The source of the Application Health extension, which validates its settings on each node. */
export const HEALTH_SOURCE = 'https://github.com/Azure/applicationhealth-extension-linux';
export const JSON_SPECIFICATION = 'https://www.rfc-editor.org/rfc/rfc8259';

import { isDeepStrictEqual } from 'node:util';
import type * as z from 'zod';
import type { ArmPoolProperties } from '../../wire/arm-pool.ts';
import type { EXTENSIONS } from '../bodies/extension-schema.ts';
import { withoutSecrets } from '../views/without-secrets.ts';
import { cannotBeUpdated } from './cannot-be-updated.ts';
import { invalidProperty } from './invalid-property.ts';

type Extension = z.infer<typeof EXTENSIONS>[number];

/**
 * "The following extensions can currently be installed when creating a Batch pool"
 * (https://learn.microsoft.com/azure/batch/create-pool-extensions), by `publisher/type` in lower case. assumed: Application
 * Health, to which the same page has a section, is among them.
 */
const ALLOWED = new Set([
  'microsoft.azure.keyvault/keyvaultforlinux',
  'microsoft.azure.keyvault/keyvaultforwindows',
  'microsoft.enterprisecloud.monitoring/omsagentforlinux',
  'microsoft.enterprisecloud.monitoring/microsoftmonitoringagent',
  'microsoft.powershell/dsc',
  'microsoft.azure.diagnostics/iaasdiagnostics',
  'microsoft.hpccompute/amdgpudriverwindows',
  'microsoft.hpccompute/nvidiagpudriverwindows',
  'microsoft.hpccompute/nvidiagpudriverlinux',
  'microsoft.azure.security/iaasantimalware',
  'microsoft.azure.monitor/azuremonitorlinuxagent',
  'microsoft.azure.monitor/azuremonitorwindowsagent',
  'microsoft.managedservices/applicationhealthlinux',
  'microsoft.managedservices/applicationhealthwindows',
]);

const RESERVED = new Set(['customscript', 'customscriptextension']);

/**
 * Refuses settings of a pool whose extensions Batch does not install.
 * @throws BatchError InvalidPropertyValue
 */
export function checkExtensions({ deploymentConfiguration }: ArmPoolProperties): void {
  const { cloudServiceConfiguration } = deploymentConfiguration;
  if (cloudServiceConfiguration?.['extensions'] !== undefined) {
    throw invalidProperty('extensions', 'Pools with extensions must use Virtual Machine Configuration.');
  }
  const extensions = declaredIn(deploymentConfiguration);
  const names = new Set(extensions.map(({ name }) => name.toLowerCase()));
  if (names.size < extensions.length) throw invalidProperty('extensions', 'The name of an extension is used twice.');
  for (const [index, extension] of extensions.entries()) {
    const reason = whyNot(extension, names);
    if (reason !== undefined) throw invalidProperty(`extensions.${index}`, reason);
  }
}

/**
 * Refuses other extensions than those with which the pool was created: "Extensions cannot be added to an existing pool. Pools
 * must be recreated to add, remove, or update extensions" (https://learn.microsoft.com/azure/batch/create-pool-extensions).
 * assumed: this also applies to an empty pool, although its virtual machine configuration can be replaced.
 * @throws BatchError PropertyCannotBeUpdated
 */
export function checkSameExtensions(present: ArmPoolProperties, wanted: ArmPoolProperties): void {
  const [before, after] = [present, wanted].map(({ deploymentConfiguration }) =>
    withoutSecrets(declaredIn(deploymentConfiguration)),
  );
  if (isDeepStrictEqual(before, after)) return;
  throw cannotBeUpdated('deploymentConfiguration');
}

function declaredIn({ virtualMachineConfiguration }: ArmPoolProperties['deploymentConfiguration']) {
  return (virtualMachineConfiguration?.['extensions'] ?? []) as readonly Extension[];
}

function whyNot({ publisher, type, name, provisionAfterExtensions }: Extension, names: ReadonlySet<string>) {
  if (RESERVED.has(type.toLowerCase())) return `The ${type} extension type is reserved for the Azure Batch service.`;
  if (!ALLOWED.has(`${publisher}/${type}`.toLowerCase())) {
    return `Batch does not support the extension type ${type} of the publisher ${publisher}.`;
  }
  // assumed: an extension that another waits for must exist, and be a different one.
  const missing = provisionAfterExtensions?.find(
    (other) => !names.has(other.toLowerCase()) || other.toLowerCase() === name.toLowerCase(),
  );
  return missing === undefined ? undefined : `There is no other extension '${missing}' to be provisioned after.`;
}

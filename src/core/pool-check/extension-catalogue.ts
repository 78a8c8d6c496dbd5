/** An extension that Batch installs. */
export interface KnownExtension {
  readonly publisher: string;
  readonly type: string;
  readonly system: 'Linux' | 'Windows';
  /** Why it should no longer be used. */
  readonly retired?: string;
}

/**
 * "The following extensions can currently be installed when creating a Batch pool":
 * https://learn.microsoft.com/azure/batch/create-pool-extensions (12/05/2023)
 * assumed: Application Health, which the page has a section about and not in its list, is among them; the page names the
 * extensions by their own pages, from which publisher and type are.
 */
export const KNOWN_EXTENSIONS: readonly KnownExtension[] = [
  { publisher: 'Microsoft.Azure.KeyVault', type: 'KeyVaultForLinux', system: 'Linux' },
  { publisher: 'Microsoft.Azure.KeyVault', type: 'KeyVaultForWindows', system: 'Windows' },
  {
    publisher: 'Microsoft.EnterpriseCloud.Monitoring',
    type: 'OmsAgentForLinux',
    system: 'Linux',
    retired: 'the Log Analytics agent was retired in August 2024; AzureMonitorLinuxAgent has taken its place',
  },
  {
    publisher: 'Microsoft.EnterpriseCloud.Monitoring',
    type: 'MicrosoftMonitoringAgent',
    system: 'Windows',
    retired: 'the Log Analytics agent was retired in August 2024; AzureMonitorWindowsAgent has taken its place',
  },
  { publisher: 'Microsoft.Powershell', type: 'DSC', system: 'Windows' },
  { publisher: 'Microsoft.Azure.Diagnostics', type: 'IaaSDiagnostics', system: 'Windows' },
  { publisher: 'Microsoft.HpcCompute', type: 'AmdGpuDriverWindows', system: 'Windows' },
  { publisher: 'Microsoft.HpcCompute', type: 'NvidiaGpuDriverWindows', system: 'Windows' },
  { publisher: 'Microsoft.HpcCompute', type: 'NvidiaGpuDriverLinux', system: 'Linux' },
  { publisher: 'Microsoft.Azure.Security', type: 'IaaSAntimalware', system: 'Windows' },
  { publisher: 'Microsoft.Azure.Monitor', type: 'AzureMonitorLinuxAgent', system: 'Linux' },
  { publisher: 'Microsoft.Azure.Monitor', type: 'AzureMonitorWindowsAgent', system: 'Windows' },
  { publisher: 'Microsoft.ManagedServices', type: 'ApplicationHealthLinux', system: 'Linux' },
  { publisher: 'Microsoft.ManagedServices', type: 'ApplicationHealthWindows', system: 'Windows' },
];

/** The extension of a kind (`publisher/type` in lower case). */
export function knownExtension(kind: string): KnownExtension | undefined {
  return KNOWN_EXTENSIONS.find(({ publisher, type }) => `${publisher}/${type}`.toLowerCase() === kind);
}

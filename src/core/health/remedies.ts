import { isApplicationHealth } from './application-health.ts';
import { isKeyVault, isReservedType } from './extension.ts';
import type { HealthFinding } from './judge-node.ts';
import type { FoundExtension } from './probe.ts';

/** The meaning of a failure, and its documented remedy. */
export interface Remedy {
  readonly id: string;
  readonly means: string;
  readonly remediation: string;
  readonly link: string;
}

/** A finding, and what is known of its extension. */
export interface Failure {
  readonly finding: HealthFinding;
  readonly extension: FoundExtension | undefined;
}

interface KnownFailure extends Remedy {
  readonly fits: (failure: Failure) => boolean;
}

const BATCH_EXTENSIONS = 'https://learn.microsoft.com/azure/batch/create-pool-extensions';
const HEALTH_EXTENSION =
  'https://learn.microsoft.com/azure/virtual-machine-scale-sets/virtual-machine-scale-sets-health-extension';
const KEY_VAULT_EXTENSION = 'https://learn.microsoft.com/azure/virtual-machines/extensions/key-vault-linux';
const NODE_ERRORS = 'https://learn.microsoft.com/azure/batch/batch-pool-node-error-checking';

const failed = ({ finding }: Failure) => finding.kind === 'extension-failed';
const ofKeyVault = ({ extension }: Failure) => extension !== undefined && isKeyVault(extension);
const ofHealth = ({ extension }: Failure) => extension !== undefined && isApplicationHealth(extension);
const says = ({ finding, extension }: Failure, words: RegExp) => words.test(`${finding.reason} ${extension?.message}`);

/** The known failures; for the same extension, specific ones before general ones. */
export const KNOWN_FAILURES: readonly KnownFailure[] = [
  {
    id: 'key-vault-identity',
    fits: (failure) => ofKeyVault(failure) && says(failure, /identity|\bmsi\b|\bimds\b|169\.254\.169\.254|unauthori/i),
    means: 'The Key Vault extension has no managed identity at the node with which it may read the vault.',
    remediation:
      'Give the pool a user-assigned identity that may get secrets of the vault, and name it in authenticationSettings.msiClientId; the pool has to be made anew for it.',
    link: 'https://learn.microsoft.com/azure/batch/managed-identity-pools',
  },
  {
    id: 'key-vault-secret',
    fits: (failure) =>
      ofKeyVault(failure) &&
      says(failure, /does ?n.t resolve|does not resolve|not ?found|forbidden|\b40[34]\b|denied/i),
    means: 'An observed certificate cannot be fetched: its address leads to no secret, or the vault refuses the node.',
    remediation:
      'Check each address in observedCertificates (https://VAULT.vault.azure.net/secrets/NAME), the access policy or role of the identity, and the firewall of the vault.',
    link: KEY_VAULT_EXTENSION,
  },
  {
    id: 'extension-settings-text',
    fits: (failure) => failed(failure) && says(failure, /not an object/i),
    means: 'The settings of the extension reached the node as a JSON text, and the extension reads only an object.',
    remediation:
      'Write settings as an object in the body of the pool, not as the text of one, and create the pool anew. The rule extension-settings-text of POST pools/check finds this before.',
    link: 'https://learn.microsoft.com/azure/virtual-machines/extensions/key-vault-windows',
  },
  {
    id: 'key-vault-settings',
    fits: (failure) => ofKeyVault(failure) && failed(failure) && says(failure, /pars|invalid|json|schema|settings/i),
    means: 'The Key Vault extension does not understand its settings; their shape differs between Linux and Windows.',
    remediation:
      'On Linux observedCertificates are addresses; on Windows (version 3) each is an object with url, certificateStoreName and certificateStoreLocation.',
    link: 'https://learn.microsoft.com/azure/virtual-machines/extensions/key-vault-windows',
  },
  {
    id: 'key-vault-initial-sync',
    fits: (failure) => ofKeyVault(failure) && failed(failure),
    means:
      'With requireInitialSync the extension fails, and the node becomes unusable, until every certificate was fetched.',
    remediation:
      'Set requireInitialSync to false for a time and deploy the pool anew: its nodes become idle, and the logs of the extension can be read on one of them. Correct the settings, and set it back.',
    link: BATCH_EXTENSIONS,
  },
  {
    id: 'health-probe-settings',
    fits: (failure) => ofHealth(failure) && failed(failure),
    means: 'The Application Health extension does not start with its settings.',
    remediation:
      'http and https need a requestPath, tcp a port and no requestPath; intervalInSeconds 5 to 60, numberOfProbes 1 to 24, their product at most 240, gracePeriod 5 to 14400; no other members, and no protectedSettings.',
    link: HEALTH_EXTENSION,
  },
  {
    id: 'application-unhealthy',
    fits: ({ finding }) => finding.kind === 'application-unhealthy',
    means: 'The health server on the node reports that the application, or the Batch agent behind it, is unhealthy.',
    remediation:
      'Ask the server at the node yourself, and the Batch agent at 127.0.0.1:29879, to see which of them it is; reboot or reimage the node if it is the agent.',
    link: BATCH_EXTENSIONS,
  },
  {
    id: 'application-unknown',
    fits: ({ finding }) => finding.kind === 'application-unknown',
    means: 'The probe gets no response that it understands. Rolling upgrades count that as unhealthy.',
    remediation:
      'Answer within 30 s with status 200, without a redirect, and with {"ApplicationHealthState":"Healthy"} or "Unhealthy" in exactly these letters; listen on a port of your own (the agent has 29879), on 127.0.0.1 and ::1.',
    link: HEALTH_EXTENSION,
  },
  {
    id: 'application-initializing',
    fits: ({ finding }) => finding.kind === 'application-initializing',
    means:
      'The probe has not yet had as many equal responses as numberOfProbes requires, and the gracePeriod has not passed.',
    remediation: 'Wait. If it lasts, the server has not come up: after the gracePeriod it is reported as Unknown.',
    link: HEALTH_EXTENSION,
  },
  {
    id: 'custom-script-reserved',
    fits: ({ finding, extension }) =>
      isReservedType(extension?.type) && extension?.ofBatch !== true && finding.kind !== 'wrong-version',
    means: 'The type CustomScript is reserved for Batch, which brings its own agent to the node with it.',
    remediation: 'Leave it out of the pool, and do its work in the start task.',
    link: BATCH_EXTENSIONS,
  },
  {
    id: 'batch-extension-failed',
    fits: (failure) => failed(failure) && failure.extension?.ofBatch === true,
    means: "Batch's own extension has failed: the Batch agent may not be there, or not be well.",
    remediation:
      'Reboot or reimage the node; if it fails again, remove it and see whether image and node agent SKU match.',
    link: NODE_ERRORS,
  },
  {
    id: 'extension-not-supported',
    fits: (failure) => failed(failure) && says(failure, /not supported|unsupported|not allowed|handler ?not ?found/i),
    means: 'Batch, or the image, does not support this extension or this version of it.',
    remediation:
      'Choose one from the list of supported extensions, or request another by a support request; then recreate the pool.',
    link: BATCH_EXTENSIONS,
  },
  {
    id: 'extension-failed',
    fits: failed,
    means: 'The extension could not be installed or has stopped.',
    remediation:
      'Read its logs at the node: /var/log/azure/PUBLISHER.TYPE on Linux, C:\\WindowsAzure\\Logs\\Plugins on Windows. A changed definition needs a new pool.',
    link: 'https://learn.microsoft.com/azure/virtual-machines/extensions/troubleshoot',
  },
  {
    id: 'extension-transitioning',
    fits: ({ finding }) => finding.kind === 'extension-transitioning',
    means: 'The extension is being installed or updated.',
    remediation: 'Wait some minutes, then request it again with ?fresh=true.',
    link: BATCH_EXTENSIONS,
  },
  {
    id: 'extension-missing',
    fits: ({ finding }) => finding.kind === 'missing',
    means: 'The pool declares an extension that the node does not have.',
    remediation:
      'Extensions cannot be added to a pool that is there: reimage or replace the node; if all nodes lack it, make the pool anew.',
    link: BATCH_EXTENSIONS,
  },
  {
    id: 'extension-unexpected',
    fits: ({ finding }) => finding.kind === 'unexpected',
    means:
      'The node has an extension that the pool does not declare: somebody, or a policy of Azure, has put it there.',
    remediation:
      'If it is wanted, declare it and recreate the pool; otherwise find out what assigns it (Azure Policy, Defender).',
    link: BATCH_EXTENSIONS,
  },
  {
    id: 'extension-version',
    fits: ({ finding }) => finding.kind === 'wrong-version',
    means: 'The node has another version of the extension than the pool declares.',
    remediation:
      'Reimage or replace the node; allow later minor versions with autoUpgradeMinorVersion. Another version needs a new pool.',
    link: BATCH_EXTENSIONS,
  },
  {
    id: 'node-unusable',
    fits: ({ finding }) => finding.kind === 'state' && /unusable|unknown/.test(finding.reason),
    means: 'Batch cannot reach its agent at the node, or an extension or the disk keeps the node from being used.',
    remediation:
      'Look at the errors of the node. Batch tries to recover it; reboot or reimage it, or remove it. If a Key Vault extension has requireInitialSync, set that to false for a time to see its logs.',
    link: NODE_ERRORS,
  },
  {
    id: 'start-task-failed',
    fits: ({ finding }) => finding.kind === 'state' && /starttaskfailed/.test(finding.reason),
    means: 'The start task has failed, and its waitForSuccess keeps tasks away.',
    remediation:
      'Read stdout.txt and stderr.txt of the start task at the node, correct the start task, and reboot the node.',
    link: NODE_ERRORS,
  },
];

/** The known remedies for a failure: the first two that match, specific ones first. */
export function remediesFor(failure: Failure): readonly Remedy[] {
  return KNOWN_FAILURES.filter(({ fits }) => fits(failure))
    .slice(0, 2)
    .map(({ fits: _, ...remedy }) => remedy);
}

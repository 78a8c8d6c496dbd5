import { type PoolExtension, settingsOf, whyUnreadable } from '../world/pool-extension.ts';
import type { Pool } from '../world/world.ts';

/** A secret with this in its name does not exist: a test can make a certificate fail. */
const MISSING = /does-not-exist/i;

/** Is it the Key Vault extension, on Linux or on Windows? */
export function isKeyVault({ publisher, type }: PoolExtension): boolean {
  return publisher.toLowerCase() === 'microsoft.azure.keyvault' && /^keyvaultfor(?:linux|windows)$/i.test(type);
}

/**
 * Why certificates cannot be fetched at a node of a pool; `undefined` if all can. "Some extensions may need pool-level
 * Managed Identity accessible in the context of a compute node in order to function properly" (Use extensions with Batch
 * pools). An address that is not a vault's and a secret with `does-not-exist` in its name do not resolve.
 */
export function whyNotSynced(pool: Pool, extension: PoolExtension): string | undefined {
  const unreadable = whyUnreadable(extension);
  if (unreadable !== undefined) return unreadable;
  const { observedCertificates = [] } = secretsSettings(extension);
  if (!Array.isArray(observedCertificates)) return "'observedCertificates' is not a list";
  const urls = observedCertificates.map(urlOf);
  const missing = urls.find((url) => !resolves(url));
  if (urls.length > 0 && missing === undefined && pool.identity?.type !== 'UserAssigned') {
    return 'the pool has no managed identity to read the vault with';
  }
  return missing === undefined && !urls.includes(undefined)
    ? undefined
    : `${missing ?? 'a certificate'} does not resolve`;
}

/** Must the certificates be there before the node is used? "requireInitialSync" of the extension's settings. */
export function requiresInitialSync(extension: PoolExtension): boolean {
  return secretsSettings(extension)['requireInitialSync'] === true;
}

function resolves(url: string | undefined): boolean {
  if (url === undefined || MISSING.test(url) || !URL.canParse(url)) return false;
  const { protocol, hostname, pathname } = new URL(url);
  return (
    protocol === 'https:' && /^[\w-]+\.vault\./i.test(hostname) && /^\/(?:secrets|certificates)\/[\w-]+/.test(pathname)
  );
}

/** A certificate is an address on Linux and has one on Windows. */
function urlOf(certificate: unknown): string | undefined {
  const url = typeof certificate === 'string' ? certificate : membersOf(certificate)['url'];
  return typeof url === 'string' ? url : undefined;
}

/** Batch passes on whatever a pool has there. */
function secretsSettings({ settings }: PoolExtension): Readonly<Record<string, unknown>> {
  return membersOf(settingsOf(settings)['secretsManagementSettings']);
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

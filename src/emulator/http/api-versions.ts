import { API_VERSIONS, type ApiVersion, ARM_API_VERSIONS, type ArmApiVersion } from '../../wire/api-version.ts';
import { BatchError } from './batch-error.ts';

/**
 * The version in a request to the data plane.
 * @throws BatchError MissingRequiredQueryParameter, UnsupportedRequestVersion
 */
export function requestedVersion(query: Readonly<Record<string, string>>): ApiVersion {
  const asked = query['api-version'];
  if (asked === undefined || asked === '') {
    throw new BatchError('MissingRequiredQueryParameter', ['QueryParameterName', 'api-version']);
  }
  const version = API_VERSIONS.find((known) => known === asked);
  if (version === undefined) throw new BatchError('UnsupportedRequestVersion', ['api-version', asked]);
  return version;
}

/** Is a version the same as `since` or newer? */
export function isSince(version: ApiVersion, since: ApiVersion): boolean {
  return API_VERSIONS.indexOf(version) >= API_VERSIONS.indexOf(since);
}

/**
 * The first versions whose pools have an upgrade policy: "Use Batch API version 2024-02-01 or higher"
 * (https://learn.microsoft.com/azure/batch/batch-upgrade-policy); the specifications before do not have it.
 */
export const UPGRADE_POLICY_SINCE = { data: '2024-02-01.19.0', management: '2024-02-01' } as const;

/**
 * The first versions in which endpoints of a pool map the ports of SSH and RDP, 22 and 3389: "in API version 2024-07-01 and later"
 * (https://learn.microsoft.com/azure/batch/pool-endpoint-configuration); before, the service maps them itself.
 */
export const REMOTE_ACCESS_SINCE = { data: '2024-07-01.20.0', management: '2024-07-01' } as const;

/** Is a version of the management plane the same as `since` or newer? An unknown one counts as the oldest. */
export function isManagementSince(version: string | undefined, since: ArmApiVersion): boolean {
  return ARM_API_VERSIONS.indexOf(version as ArmApiVersion) >= ARM_API_VERSIONS.indexOf(since);
}

import type { ApiVersion } from '../../wire/api-version.ts';
import { isManagementSince, isSince, REMOTE_ACCESS_SINCE, UPGRADE_POLICY_SINCE } from '../http/api-versions.ts';

/** The features of a pool that the version of a request knows. */
export interface Knowledge {
  readonly knowsUpgradePolicy: boolean;
  /** May endpoints of a pool map the ports of SSH and RDP? */
  readonly mapsRemoteAccess: boolean;
}

/** The features that a version of the data plane knows. */
export function knowledgeOf(version: ApiVersion): Knowledge {
  return {
    knowsUpgradePolicy: isSince(version, UPGRADE_POLICY_SINCE.data),
    mapsRemoteAccess: isSince(version, REMOTE_ACCESS_SINCE.data),
  };
}

/** The features that a version of the management plane knows. */
export function managementKnowledgeOf(version: string | undefined): Knowledge {
  return {
    knowsUpgradePolicy: isManagementSince(version, UPGRADE_POLICY_SINCE.management),
    mapsRemoteAccess: isManagementSince(version, REMOTE_ACCESS_SINCE.management),
  };
}

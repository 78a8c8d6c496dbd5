import type { ApiVersion } from '../../wire/api-version.ts';
import { isManagementSince, isSince, REMOTE_ACCESS_SINCE, UPGRADE_POLICY_SINCE } from '../http/api-versions.ts';

/** What the version of a request knows of a pool. */
export interface Knowledge {
  readonly knowsUpgradePolicy: boolean;
  /** Endpoints of a pool may map the ports of SSH and RDP. */
  readonly mapsRemoteAccess: boolean;
}

/** What a version of the data plane knows of a pool. */
export function knowledgeOf(version: ApiVersion): Knowledge {
  return {
    knowsUpgradePolicy: isSince(version, UPGRADE_POLICY_SINCE.data),
    mapsRemoteAccess: isSince(version, REMOTE_ACCESS_SINCE.data),
  };
}

/** What a version of the management plane knows of a pool. */
export function managementKnowledgeOf(version: string | undefined): Knowledge {
  return {
    knowsUpgradePolicy: isManagementSince(version, UPGRADE_POLICY_SINCE.management),
    mapsRemoteAccess: isManagementSince(version, REMOTE_ACCESS_SINCE.management),
  };
}

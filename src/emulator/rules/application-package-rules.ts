import type { ArmPoolProperties } from '../../wire/arm-pool.ts';
import { BatchError } from '../http/batch-error.ts';
import { type Application, applicationsOf } from '../world/applications.ts';
import type { Account } from '../world/world.ts';

/** On purpose: an account has every application except those whose id or version matches this. */
const MISSING = /does-not-exist/i;

/**
 * Refuses settings of a pool that name an application package which does not exist: "the request fails with the error code
 * InvalidApplicationPackageReferences and HTTP status code 409"
 * (https://learn.microsoft.com/rest/api/batchservice/pools/create-pool#batchapplicationpackagereference, 2025-06-01).
 * @throws BatchError InvalidApplicationPackageReferences
 */
export function checkApplicationPackages(settings: ArmPoolProperties): void {
  const packages = (settings['applicationPackages'] ?? []) as readonly {
    readonly id?: string;
    readonly version?: string;
  }[];
  const missing = packages.filter(({ id = '', version = '' }) => MISSING.test(id) || MISSING.test(version));
  if (missing.length === 0) return;
  throw new BatchError(
    'InvalidApplicationPackageReferences',
    ...missing.map(({ id = '' }) => [id, 'The specified application package does not exist.'] as const),
  );
}

/**
 * The application of an id, in any letter case. One that no pool names exists as well, without versions.
 * @throws BatchError ApplicationNotFound
 */
export function requireApplication(account: Account, id = ''): Application {
  if (MISSING.test(id)) throw new BatchError('ApplicationNotFound');
  const named = applicationsOf(account).find((application) => application.id.toLowerCase() === id.toLowerCase());
  return named ?? { ordinal: 0, id, versions: [] };
}

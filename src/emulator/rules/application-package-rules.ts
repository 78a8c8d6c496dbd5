import type { ArmPoolProperties } from '../../wire/arm-pool.ts';
import { BatchError } from '../http/batch-error.ts';

/** On purpose: an account has every application but those whose id or version says that it is not there. */
const MISSING = /does-not-exist/i;

/**
 * Refuses settings of a pool that name an application package which is not there: "the request fails with the error code
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

import { API_VERSIONS, type ApiVersion } from '../../wire/api-version.ts';
import { BatchError } from './batch-error.ts';

/**
 * The version that a request to the data plane asks for.
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

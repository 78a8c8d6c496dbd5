import type { Parsed } from './setting.ts';

/**
 * The first version of the Batch data plane API that can deallocate and start nodes. An older version shows a deallocated node as
 * `offline`, so the app would never start it.
 * https://learn.microsoft.com/rest/api/batchservice/batch-service-rest-api-versioning
 */
export const FIRST_BATCH_API_VERSION = '2024-07-01.20.0';

/** From this version on, a version is only a date. Earlier ones need the number after the date; the service rejects them without it. */
const FIRST_WITHOUT_NUMBER = '2025-06-01';

const VERSION = /^(\d{4}-\d\d-\d\d)(\.\d+\.\d+)?$/;

/** Accepts a version of the data plane API that can deallocate nodes. */
export function parseBatchApiVersion(text: string): Parsed<string> {
  const [, date, number] = VERSION.exec(text) ?? [];
  if (date === undefined) return { problems: [] };
  // Versions begin with an ISO date, so they sort as text.
  if (date < FIRST_BATCH_API_VERSION.slice(0, date.length)) {
    return { problems: [`${text} can neither deallocate nor start nodes`] };
  }
  if (number === undefined && date < FIRST_WITHOUT_NUMBER) {
    return { problems: [`${text} lacks its number, as in ${FIRST_BATCH_API_VERSION}`] };
  }
  return { value: text };
}

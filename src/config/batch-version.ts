import type { Parsed } from './setting.ts';

/**
 * The first version of the data plane in which nodes can be deallocated and started. An older one shows a deallocated node as
 * `offline`, so that nothing would ever be started.
 * https://learn.microsoft.com/rest/api/batchservice/batch-service-rest-api-versioning
 */
export const FIRST_BATCH_API_VERSION = '2024-07-01.20.0';

/** From this one on a version is a date alone; those before have a number behind it, without which the service knows none of them. */
const FIRST_WITHOUT_NUMBER = '2025-06-01';

const VERSION = /^(\d{4}-\d\d-\d\d)(\.\d+\.\d+)?$/;

/** A version of the data plane that can deallocate. */
export function parseBatchApiVersion(text: string): Parsed<string> {
  const [, date, number] = VERSION.exec(text) ?? [];
  if (date === undefined) return { problems: [] };
  // Versions are dates, so that the order of the texts is the order of the versions.
  if (date < FIRST_BATCH_API_VERSION.slice(0, date.length)) {
    return { problems: [`${text} can neither deallocate nor start nodes`] };
  }
  if (number === undefined && date < FIRST_WITHOUT_NUMBER) {
    return { problems: [`${text} lacks its number, as in ${FIRST_BATCH_API_VERSION}`] };
  }
  return { value: text };
}

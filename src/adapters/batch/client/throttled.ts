import type { PipelineResponse } from '@azure/core-rest-pipeline';

/** Does the response say that the account is throttled? */
export function isThrottled({ status }: Pick<PipelineResponse, 'status'>): boolean {
  return status === 429 || status === 503;
}

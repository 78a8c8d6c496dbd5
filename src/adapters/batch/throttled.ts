import type { PipelineResponse } from '@azure/core-rest-pipeline';

/** Does the service ask for less? */
export function isThrottled({ status }: Pick<PipelineResponse, 'status'>): boolean {
  return status === 429 || status === 503;
}

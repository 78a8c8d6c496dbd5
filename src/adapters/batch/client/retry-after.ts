import type { PipelineResponse } from '@azure/core-rest-pipeline';

/** The delay that a response requests, in milliseconds; `undefined` if there is none. The header has seconds or a date. */
export function retryAfterOf({ headers }: Pick<PipelineResponse, 'headers'>): number | undefined {
  const text = headers.get('retry-after');
  if (text === undefined) return undefined;
  const milliseconds = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - Date.now();
  return Number.isFinite(milliseconds) ? Math.max(0, milliseconds) : undefined;
}

import type { PipelineResponse } from '@azure/core-rest-pipeline';

/** How many milliseconds an answer asks to wait for; `undefined` where it says nothing. The header is in seconds or a date. */
export function retryAfterOf({ headers }: Pick<PipelineResponse, 'headers'>): number | undefined {
  const text = headers.get('retry-after');
  if (text === undefined) return undefined;
  const milliseconds = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - Date.now();
  return Number.isFinite(milliseconds) ? Math.max(0, milliseconds) : undefined;
}

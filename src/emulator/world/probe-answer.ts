/** What a health server on a node answers to a probe of the Application Health extension. */
export interface ProbeAnswer {
  readonly status: number;
  readonly body: string;
}

/** What the extension takes from an answer. */
export interface ReadAnswer {
  readonly state: 'Healthy' | 'Unhealthy' | 'Unknown';
  /** The text of `CustomMetrics`, if the answer has one that counts. */
  readonly metrics: string | undefined;
}

/**
 * Reads an answer as the extension does: a status of 2xx, and a JSON object whose member `ApplicationHealthState`, in any
 * letter case, is exactly `Healthy` or `Unhealthy`. All else is unknown. `CustomMetrics` is a text that holds a JSON object
 * with members. (Extension source, main/health.go)
 */
export function readAnswer({ status, body }: ProbeAnswer): ReadAnswer {
  const members = status >= 200 && status < 300 ? objectIn(body) : undefined;
  const found = (name: string) => Object.entries(members ?? {}).find(([key]) => key.toLowerCase() === name)?.[1];
  const state = found('applicationhealthstate');
  if (state !== 'Healthy' && state !== 'Unhealthy') return { state: 'Unknown', metrics: undefined };
  const metrics = found('custommetrics');
  return { state, metrics: typeof metrics === 'string' && isMetrics(metrics) ? metrics : undefined };
}

/** Reads an answer as version 1.0 of the extension does: a status of 2xx is healthy, whatever the body says. */
export function readStatus({ status }: ProbeAnswer): 'Healthy' | 'Unhealthy' {
  return status >= 200 && status < 300 ? 'Healthy' : 'Unhealthy';
}

function isMetrics(text: string): boolean {
  return Object.keys(objectIn(text) ?? {}).length > 0;
}

function objectIn(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

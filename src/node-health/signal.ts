/** The words of the Application Health extension for the health of a node. */
export type HealthState = 'Healthy' | 'Unhealthy' | 'Unknown';

/** The health of the agent or the application. */
export interface Signal {
  readonly state: HealthState;
  /** The reason in a few words, without content of the response: everybody who may read the node sees it. */
  readonly reason: string;
  /** The `CustomMetrics` of the application, for the extension to report. */
  readonly metrics?: Readonly<Record<string, unknown>>;
}

/** Probes the agent or the application; an error that it throws counts as unknown. */
export type Ask = (signal: AbortSignal) => Promise<Signal>;

/** An unknown health, with its reason. */
export function unknown(reason: string): Signal {
  return { state: 'Unknown', reason };
}

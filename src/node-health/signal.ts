/** The words of the Application Health extension for the health of a node. */
export type HealthState = 'Healthy' | 'Unhealthy' | 'Unknown';

/** What one side says about its health. */
export interface Signal {
  readonly state: HealthState;
  /** Why, in a few words that hold nothing of what was answered: they are shown to everybody who may read the node. */
  readonly reason: string;
  /** What the application wants the extension to report along, its `CustomMetrics`. */
  readonly metrics?: Readonly<Record<string, unknown>>;
}

/** Asks one side; what it throws counts as unknown. */
export type Ask = (signal: AbortSignal) => Promise<Signal>;

/** Nothing is known, and why. */
export function unknown(reason: string): Signal {
  return { state: 'Unknown', reason };
}

/** The states of the Application Health extension, in its own spelling. */
export const APPLICATION_HEALTH_STATES = ['Healthy', 'Unhealthy', 'Unknown', 'Initializing'] as const;

/** Scale sets count `Unknown` as unhealthy, and wait while a state is `Initializing`. */
export type ApplicationHealthState = (typeof APPLICATION_HEALTH_STATES)[number];

/** The states of the Application Health extension, in its own words. */
export const APPLICATION_HEALTH_STATES = ['Healthy', 'Unhealthy', 'Unknown', 'Initializing'] as const;

/** Scale sets count `Unknown` as unhealthy and wait for one that is `Initializing`. */
export type ApplicationHealthState = (typeof APPLICATION_HEALTH_STATES)[number];

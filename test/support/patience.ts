/**
 * How long a test, a hook or a wait for another process may take before it counts as stuck, in milliseconds. It is the only
 * such limit, and it says nothing about how fast something is: on a machine with a load of 20 everything still fits in it.
 */
export const PATIENCE_MS = 600_000;

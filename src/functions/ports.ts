import type { Ports } from '../app/ports.ts';

/**
 * The ports of the app. What they are built with is loaded when they are first asked for, as is everything that a function
 * calls: the host waits until all functions are registered, and that needs none of it.
 */
export async function ports(): Promise<Ports> {
  const composition = await import('../composition.ts');
  return composition.ports();
}

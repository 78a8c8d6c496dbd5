import type { Ports } from '../app/ports.ts';

/**
 * The ports of the app. The code that builds them is loaded at the first call, like everything that a function calls: the host
 * waits until all functions are registered, and that does not need it.
 */
export async function ports(): Promise<Ports> {
  const composition = await import('../composition.ts');
  return composition.ports();
}

import type { World } from '../world/world.ts';

/** What a request to the emulator itself brings. */
export interface ControlInput {
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** Answers one request to the emulator itself with what becomes the body. @throws ZodError for a wrong request */
export type Control = (world: World, input: ControlInput) => unknown;

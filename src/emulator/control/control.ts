import type { World } from '../world/world.ts';

/** The input of a request to a control endpoint. */
export interface ControlInput {
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** Handles one control request, and returns the body of the answer. @throws ZodError for an invalid request */
export type Control = (world: World, input: ControlInput) => unknown;

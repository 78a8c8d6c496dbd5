import { answerControlRequest, isControlRequest } from './control/control-request.ts';
import { type Api, answerRequest, type Reply } from './http/answer-request.ts';
import type { RawRequest } from './http/raw.ts';
import type { World } from './world/world.ts';

/** Answers a request to the REST API or to a control endpoint, and changes the world accordingly. */
export function handle(world: World, api: Api, request: RawRequest): Omit<Reply, 'refusal'> {
  if (!isControlRequest(request)) return answerRequest(world, api, request);
  return { answer: answerControlRequest(world, request), account: undefined, faulted: false };
}

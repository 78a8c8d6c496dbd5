import { httpGet, NoAnswer } from './http-get.ts';
import { readAnswer } from './read-answer.ts';
import { type Ask, type Signal, unknown } from './signal.ts';

/** The port of the Batch node agent's own health server (https://learn.microsoft.com/azure/batch/create-pool-extensions). */
export const AGENT_PORT = 29_879;

/** assumed: the agent responds at any path; none is documented. */
export const AGENT_URL = `http://127.0.0.1:${AGENT_PORT}/`;

/** The address of the agent, and which response means healthy besides the documented words. */
export interface AgentSource {
  readonly url: URL;
  /** Matches the whole body of a response, without leading and trailing space. */
  readonly healthyPattern?: RegExp;
}

/**
 * Requests the health of the Batch node agent. "It always returns a 200 status but with the response body being either healthy
 * or unhealthy. Any other response (or lack thereof) is considered an 'unknown' status."
 * (https://learn.microsoft.com/azure/batch/create-pool-extensions)
 */
export function askAgent({ url, healthyPattern }: AgentSource): Ask {
  return async (signal) => {
    try {
      const { status, text } = await httpGet(url, signal);
      return status === 200 ? signalIn(text, healthyPattern) : unknown(`status ${status}`);
    } catch (error) {
      if (error instanceof NoAnswer) return unknown(error.message);
      throw error;
    }
  };
}

/** assumed: the body is the bare word or a Rich Health State, in any case; which of them is not documented. */
function signalIn(text: string, healthyPattern: RegExp | undefined): Signal {
  const { state } = readAnswer(text);
  if (state !== undefined) return { state, reason: `says ${state.toLowerCase()}` };
  // A pattern that also matches "unhealthy" must not make an unhealthy agent healthy.
  const isHealthy = healthyPattern?.test(text.trim()) === true && !/unhealthy/i.test(text);
  return isHealthy ? { state: 'Healthy', reason: 'answers as the pattern says' } : unknown('answer not understood');
}

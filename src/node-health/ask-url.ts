import { httpGet, NoAnswer } from './http-get.ts';
import { readAnswer } from './read-answer.ts';
import { type Ask, type Signal, unknown } from './signal.ts';

/**
 * Asks the application at an address. A health state that it says counts if the status does not contradict it, and its
 * metrics are passed on; otherwise a status of 2xx is healthy, one of 5xx unhealthy, and any other unknown.
 */
export function askUrl(url: URL): Ask {
  return async (signal) => {
    try {
      const { status, text } = await httpGet(url, signal);
      return signalOf(status, text);
    } catch (error) {
      if (error instanceof NoAnswer) return unknown(error.message);
      throw error;
    }
  };
}

function signalOf(status: number, text: string): Signal {
  const { state: said, metrics } = readAnswer(text);
  const meant = stateOf(status);
  // A status that is not of health at all, a redirection or 404, comes from somebody else than the application's health.
  const state = said === undefined || said === 'Healthy' || meant === 'Unknown' ? meant : said;
  const reason = said === undefined ? `status ${status}` : `status ${status}, says ${said.toLowerCase()}`;
  return { state, reason, ...(metrics && { metrics }) };
}

function stateOf(status: number): Signal['state'] {
  if (status >= 200 && status <= 299) return 'Healthy';
  return status >= 500 && status <= 599 ? 'Unhealthy' : 'Unknown';
}

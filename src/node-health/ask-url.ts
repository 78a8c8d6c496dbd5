import { httpGet, NoAnswer } from './http-get.ts';
import { readAnswer } from './read-answer.ts';
import { type Ask, type Signal, unknown } from './signal.ts';

/**
 * Requests the health of the application from a URL. A status of 2xx is healthy, 5xx unhealthy, any other unknown. With 2xx and
 * 5xx, a state of `Unhealthy` or `Unknown` in the body takes precedence. Metrics in the body are passed on.
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
  // A status that is neither 2xx nor 5xx, such as a redirect or 404, is not from the health endpoint of the application.
  const state = said === undefined || said === 'Healthy' || meant === 'Unknown' ? meant : said;
  const reason = said === undefined ? `status ${status}` : `status ${status}, says ${said.toLowerCase()}`;
  return { state, reason, ...(metrics && { metrics }) };
}

function stateOf(status: number): Signal['state'] {
  if (status >= 200 && status <= 299) return 'Healthy';
  return status >= 500 && status <= 599 ? 'Unhealthy' : 'Unknown';
}

import { subscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';

/** The header by which the host says, where it forwards requests, to which invocation one belongs. */
const INVOCATION = 'x-ms-invocation-id';

const underWay = new Map<string, ServerResponse>();

/**
 * Follows the requests that the host forwards to the server in this process, as it does where HTTP streaming is on. The
 * library that has this server writes as fast as an answer is made and says nothing to a caller whose answer fails halfway:
 * https://github.com/Azure/azure-functions-nodejs-library/blob/v4.x/src/http/httpProxy.ts (`sendProxyResponse`).
 */
export function followForwardedRequests(): void {
  subscribe('http.server.request.start', (message) => {
    const { request, response } = message as { readonly request: IncomingMessage; readonly response: ServerResponse };
    const id = request.headers[INVOCATION];
    if (typeof id !== 'string') return;
    underWay.set(id, response);
    response.once('close', () => underWay.delete(id));
  });
}

/** An answer on its way to a caller. */
export interface AnswerUnderWay {
  /** Waits until the caller has taken what was written; `false` where nobody takes it any more. */
  hasTaken(): Promise<boolean>;
  /** Ends the connection, so that what has arrived cannot be taken for the whole. */
  breakOff(): void;
}

/** The answer that an invocation gives piece by piece; `undefined` where the host wants it as a whole. */
export function answerUnderWay(invocationId: string): AnswerUnderWay | undefined {
  const response = underWay.get(invocationId);
  if (response === undefined) return undefined;
  return {
    hasTaken: async () => {
      if (response.writableNeedDrain && !response.destroyed) {
        const end = new AbortController();
        // Whichever comes first; the other is not waited for any more.
        await Promise.race([
          once(response, 'drain', { signal: end.signal }),
          once(response, 'close', { signal: end.signal }),
        ]).finally(() => end.abort());
      }
      return !response.destroyed;
    },
    breakOff: () => response.destroy(),
  };
}

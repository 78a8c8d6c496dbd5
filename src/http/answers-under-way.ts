import { subscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';

/** The header in which the host names the invocation of a forwarded request. */
const INVOCATION = 'x-ms-invocation-id';

const underWay = new Map<string, ServerResponse>();

/**
 * Tracks the requests that the host forwards to the server in this process when HTTP streaming is on. The library with this
 * server ignores backpressure, and does not tell the caller if a response fails half way:
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

/** A response that is being sent. */
export interface AnswerUnderWay {
  /** Waits until the caller has read what was written; `false` if the connection is closed. */
  hasTaken(): Promise<boolean>;
  /** Destroys the connection, so that a partial response cannot be taken for a complete one. */
  breakOff(): void;
}

/** The response of an invocation that streams; `undefined` if the host wants the response as a whole. */
export function answerUnderWay(invocationId: string): AnswerUnderWay | undefined {
  const response = underWay.get(invocationId);
  if (response === undefined) return undefined;
  return {
    hasTaken: async () => {
      if (response.writableNeedDrain && !response.destroyed) {
        const end = new AbortController();
        // The first of the two settles it.
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

import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { HealthAnswer } from './composite.ts';

/** The path of the health endpoint: the `requestPath` of the extension. */
export const HEALTH_PATH = '/health';

/** Handles `GET` and `HEAD` of the health path; if a response cannot be determined, sends 503 without a state. */
export function healthListener(answer: () => Promise<HealthAnswer>): RequestListener {
  return (request, response) => {
    respond(request, response, answer).catch(() => send(response, 503, '{}'));
  };
}

async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  answer: () => Promise<HealthAnswer>,
): Promise<void> {
  const [path = ''] = (request.url ?? '').split('?');
  // Some versions of the extension put a slash before a requestPath that already has one.
  if (path.replace(/^\/+/, '/') !== HEALTH_PATH) return send(response, 404, '{}');
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('allow', 'GET, HEAD');
    return send(response, 405, '{}');
  }
  const { status, body } = await answer();
  send(response, status, body);
}

function send(response: ServerResponse, status: number, body: string): void {
  if (response.headersSent) return;
  response
    .writeHead(status, {
      'content-type': 'application/json; charset=utf-8',
      'content-length': Buffer.byteLength(body),
      'cache-control': 'no-store',
    })
    .end(body);
}

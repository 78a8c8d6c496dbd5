import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { RawAnswer, RawRequest } from './raw.ts';

// assumed: the limit of the service is not established; a hundred tasks with long command lines are well below this.
const LARGEST_BODY = 4 * 1024 * 1024;
/** The largest body of a control request, which may contain a whole world. */
const LARGEST_CONTROL_BODY = 500 * 1024 * 1024;

/** Converts Node's requests and responses to plain ones. `answer` is synchronous and handles one request at a time. */
export function listener(answer: (request: RawRequest) => RawAnswer | 'no-answer'): RequestListener {
  return (message, response) => {
    readBody(message)
      .then((body) => respond(response, answer(rawRequest(message, body))))
      // A client that disconnects while it is sending is not an error of the emulator; anything else must be reported. Whether
      // the request was complete decides, because a complete one is destroyed too, as soon as it has been read.
      .catch((error: unknown) => (message.complete ? crash(response, error) : undefined));
  };
}

function rawRequest(message: IncomingMessage, body: string | undefined): RawRequest {
  const headers = Object.entries(message.headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value] as const],
  );
  return {
    method: message.method ?? 'GET',
    url: message.url ?? '/',
    headers: Object.fromEntries(headers),
    body: body ?? '',
    ...(body === undefined && { isTooLarge: true }),
    encrypted: 'encrypted' in message.socket,
  };
}

async function readBody(message: IncomingMessage): Promise<string | undefined> {
  const largest = message.url?.startsWith('/_emulator/') ? LARGEST_CONTROL_BODY : LARGEST_BODY;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message) {
    size += (chunk as Buffer).length;
    if (size <= largest) chunks.push(chunk as Buffer);
  }
  return size > largest ? undefined : Buffer.concat(chunks).toString('utf8');
}

function respond(response: ServerResponse, answer: RawAnswer | 'no-answer'): void {
  if (answer === 'no-answer') {
    response.socket?.destroy();
    return;
  }
  if (answer.delay === undefined) return send(response, answer);
  const held = setTimeout(() => send(response, answer), answer.delay);
  response.once('close', () => clearTimeout(held));
}

function send(response: ServerResponse, answer: RawAnswer): void {
  // A file states its own length and type, also if it is empty or if only its properties are requested.
  const { 'content-type': contentType, 'content-length': ownLength, ...headers } = answer.headers;
  const length = Buffer.byteLength(answer.body ?? '');
  response.writeHead(answer.status, {
    ...headers,
    'content-length': ownLength ?? length,
    ...((length > 0 || ownLength !== undefined) && contentType !== undefined && { 'content-type': contentType }),
  });
  response.end(answer.body);
}

function crash(response: ServerResponse, error: unknown): void {
  process.stderr.write(`emulator: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  response.writeHead(500, { 'content-type': 'text/plain' });
  response.end('The emulator has a fault; see its standard error.');
}

import http, { type ClientRequest, type IncomingMessage } from 'node:http';
import https from 'node:https';

export interface WebAnswer {
  readonly status: number;
  readonly text: string;
}

/** There was no complete response. The message gives the reason in a few words, without content of the response or the address. */
export class NoAnswer extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'NoAnswer';
  }
}

const MOST_BYTES = 64 * 1024;

/**
 * Sends a GET request over a connection of its own; redirects are not followed.
 * @throws NoAnswer if the response is missing, incomplete or larger than 64 KiB
 */
export async function httpGet(address: URL, signal: AbortSignal): Promise<WebAnswer> {
  const asked = {
    headers: { accept: 'application/json, text/plain', 'accept-encoding': 'identity', 'user-agent': 'node-health' },
    agent: false,
    // As newer versions of Node do by themselves: `localhost` can be ::1 first, where an application on IPv4 does not listen.
    autoSelectFamily: true,
    signal,
  } as const;
  const request = address.protocol === 'https:' ? https.request(address, asked) : http.request(address, asked);
  try {
    const response = await answerTo(request);
    return { status: response.statusCode ?? 0, text: await textOf(response) };
  } catch (error) {
    throw toNoAnswer(error);
  } finally {
    request.destroy();
  }
}

function answerTo(request: ClientRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    // It stays: errors after the response has begun reach its reader, but would end the process without a listener here.
    request.on('error', reject);
    request.once('upgrade', (_, socket) => {
      socket.destroy();
      reject(new NoAnswer('answer of another protocol'));
    });
    request.once('response', resolve).end();
  });
}

async function textOf(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response) {
    length += (chunk as Buffer).length;
    if (length > MOST_BYTES) throw new NoAnswer(`answer of more than ${MOST_BYTES / 1024} KiB`);
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString('utf8');
}

const WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nobody listens',
  ECONNRESET: 'connection broken off',
  ENOTFOUND: 'host not found',
};

function toNoAnswer(error: unknown): NoAnswer {
  if (error instanceof NoAnswer) return error;
  const { code = '' } = error as { readonly code?: unknown };
  const known = typeof code === 'string' && Object.hasOwn(WORDS, code) ? WORDS[code] : undefined;
  // The code of an error is a fixed word of Node or the system, unlike its message.
  return new NoAnswer(known ?? (code === '' ? 'no answer' : `no answer (${String(code)})`), { cause: error });
}

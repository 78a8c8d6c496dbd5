import http, { type ClientRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import https from 'node:https';
import { isAmong, lookUpPublic, requireAllowed } from './allowed-address.ts';
import { OutboundFailure } from './outbound-failure.ts';

/** One request to an address that a person has written. */
export interface OutboundRequest {
  readonly method: 'GET' | 'POST';
  /** Hosts, or hosts with ports, that may have private addresses and use http: `LAMPLIGHTER_OUTBOUND_HOSTS`. */
  readonly hosts: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
  /** Sent as UTF-8. */
  readonly body?: string;
  /** The largest body of the response, in bytes; 0 reads none of it, however long it is. */
  readonly mostBytes: number;
  /** The deadline, and its duration in milliseconds. */
  readonly deadline: AbortSignal;
  readonly patienceMs: number;
}

export interface OutboundAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/**
 * Makes one request, without following redirects. The app connects to the very IP address that it has checked, so a name that
 * resolves differently the second time gains nothing.
 * @throws OutboundFailure
 */
export async function outboundRequest(address: URL, options: OutboundRequest): Promise<OutboundAnswer> {
  requireAllowed(address, options.hosts);
  const body = options.body === undefined ? undefined : Buffer.from(options.body, 'utf8');
  const asked = {
    method: options.method,
    headers: {
      'accept-encoding': 'identity',
      'user-agent': 'lamplighter',
      ...(body !== undefined && { 'content-length': String(body.length) }),
      ...options.headers,
    },
    // A new connection, because a pooled one was not checked.
    agent: false,
    signal: options.deadline,
    // Even if NODE_TLS_REJECT_UNAUTHORIZED says otherwise.
    rejectUnauthorized: true,
    ...(!isAmong(options.hosts, address) && { lookup: lookUpPublic }),
  };
  const request = address.protocol === 'https:' ? https.request(address, asked) : http.request(address, asked);
  try {
    const answer = answerTo(request);
    request.end(body);
    return await read(await answer, options.mostBytes);
  } catch (error) {
    throw toFailure(error, options);
  } finally {
    request.destroy();
  }
}

/** The most informational responses, such as `103 Early Hints`, before the final one. */
const MOST_ANNOUNCEMENTS = 10;

/**
 * The final response, as soon as its headers have arrived. It settles however the connection ends: a response that switches
 * protocols (101) closes it without an error.
 */
function answerTo(request: ClientRequest): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  let announcements = 0;
  request
    .on('response', resolve)
    // An error after the response shows when its body is read; without a listener it would end the process.
    .on('error', reject)
    .on('close', () => reject(new OutboundFailure('it broke off')))
    .on('upgrade', (_, socket) => {
      socket.destroy();
      reject(new OutboundFailure('it responds with a change of the protocol'));
    })
    .on('information', () => {
      announcements += 1;
      if (announcements > MOST_ANNOUNCEMENTS) reject(new OutboundFailure('it sends interim responses without end'));
    });
  return promise;
}

async function read(response: IncomingMessage, mostBytes: number): Promise<OutboundAnswer> {
  const { statusCode = 0, headers } = response;
  if (mostBytes === 0) return { status: statusCode, headers, body: Buffer.alloc(0) };
  const encoding = headers['content-encoding'] ?? 'identity';
  if (encoding !== 'identity') throw new OutboundFailure(`it answers in ${encoding}, which was not requested`);
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response) {
    length += (chunk as Buffer).length;
    if (length > mostBytes) throw new OutboundFailure(`it is larger than ${mostBytes / 1024} KiB`);
    chunks.push(chunk as Buffer);
  }
  return { status: statusCode, headers, body: Buffer.concat(chunks) };
}

function toFailure(
  error: unknown,
  { deadline, patienceMs }: Pick<OutboundRequest, 'deadline' | 'patienceMs'>,
): OutboundFailure {
  if (error instanceof OutboundFailure) return error;
  if (deadline.aborted) return new OutboundFailure(`no answer within ${patienceMs / 1000} s`, { cause: error });
  const { code, message } = error as NodeJS.ErrnoException;
  const said = code === 'ENOTFOUND' ? 'its host is not known' : (code ?? message);
  return new OutboundFailure(code === 'ECONNRESET' ? 'it broke off' : said, { cause: error });
}

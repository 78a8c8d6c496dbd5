import { lookup as resolve } from 'node:dns';
import { once } from 'node:events';
import http, { type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import https from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { isPublicAddress } from './public-address.ts';

/** How an address that somebody has written is fetched. */
export interface OutboundOptions {
  /** Hosts, or hosts with ports, that may be anywhere and speak http: `LAMPLIGHTER_OUTBOUND_HOSTS`. */
  readonly hosts: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
  /** Of the body, in bytes. */
  readonly mostBytes: number;
  /** For all of it, redirections too, in milliseconds. */
  readonly patienceMs: number;
}

export interface OutboundAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** An address is not fetched, or did not answer as it should. The message says why, in words for people. */
export class OutboundFailure extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'OutboundFailure';
  }
}

const MOST_REDIRECTIONS = 3;

/**
 * Fetches an address that a person has written, and nothing else that this machine can reach: https only, and only hosts
 * whose address belongs to the internet. What is checked is the very address that is connected to, so that a name that
 * leads elsewhere at the second look gains nothing; and each redirection is checked as the first address was.
 * @throws OutboundFailure
 */
export async function outboundGet(address: URL, options: OutboundOptions): Promise<OutboundAnswer> {
  const deadline = AbortSignal.timeout(options.patienceMs);
  let at = address;
  for (let hops = 0; hops <= MOST_REDIRECTIONS; hops += 1) {
    const answer = await get(at, options, deadline);
    const { location } = answer.headers;
    if (!isRedirection(answer.status) || location === undefined) return answer;
    if (!URL.canParse(location, at.href)) throw new OutboundFailure('it leads to an address that is none');
    at = new URL(location, at);
  }
  throw new OutboundFailure(`it leads further more than ${MOST_REDIRECTIONS} times`);
}

function isRedirection(status: number): boolean {
  return [301, 302, 303, 307, 308].includes(status);
}

async function get(address: URL, options: OutboundOptions, deadline: AbortSignal): Promise<OutboundAnswer> {
  const isNamed = isAmong(options.hosts, address);
  requireFetchable(address, isNamed);
  const asked = {
    headers: { 'accept-encoding': 'identity', 'user-agent': 'lamplighter', ...options.headers },
    // A connection of its own: one that others keep open was not checked.
    agent: false,
    signal: deadline,
    ...(!isNamed && { lookup: lookUpPublic }),
  };
  const request = address.protocol === 'https:' ? https.request(address, asked) : http.request(address, asked);
  // What goes wrong after the first answer shows where that is read; here it would end the process.
  request.on('error', () => undefined);
  try {
    request.end();
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    return await read(response, options.mostBytes);
  } catch (error) {
    throw toFailure(error, deadline, options);
  } finally {
    request.destroy();
  }
}

function requireFetchable({ protocol, hostname, username, password }: URL, isNamed: boolean): void {
  const instead = 'LAMPLIGHTER_OUTBOUND_HOSTS can name its host';
  if (protocol !== 'https:' && !(protocol === 'http:' && isNamed))
    throw new OutboundFailure(`only https is fetched; ${instead}`);
  if (username !== '' || password !== '') throw new OutboundFailure('an address with a password is not fetched');
  const literal = hostname.replace(/^\[|\]$/g, '');
  // An address in numbers is not looked up.
  if (!isNamed && isIP(literal) !== 0 && !isPublicAddress(literal))
    throw new OutboundFailure(`${INTERNAL}; ${instead}`);
}

const INTERNAL = 'its host is not in the internet';

function isAmong(hosts: readonly string[], { protocol, hostname, port }: URL): boolean {
  const named = port === '' ? (protocol === 'https:' ? '443' : '80') : port;
  return hosts.some((host) => [hostname, `${hostname}:${named}`].includes(host.toLowerCase()));
}

/** Looks up a host as Node does, and refuses it if any of its addresses is not of the internet. */
const lookUpPublic: LookupFunction = (hostname, options, done) => {
  resolve(hostname, { ...options, all: true }, (error, addresses) => {
    const [first] = addresses ?? [];
    if (error !== null || first === undefined)
      return done(error ?? new OutboundFailure('its host has no address'), '', 0);
    if (!addresses.every(({ address }) => isPublicAddress(address)))
      return done(new OutboundFailure(`${INTERNAL}; LAMPLIGHTER_OUTBOUND_HOSTS can name it`), '', 0);
    return options.all === true ? done(null, addresses) : done(null, first.address, first.family);
  });
};

async function read(response: IncomingMessage, mostBytes: number): Promise<OutboundAnswer> {
  const { statusCode = 0, headers } = response;
  const encoding = headers['content-encoding'] ?? 'identity';
  if (encoding !== 'identity') throw new OutboundFailure(`it answers in ${encoding}, which nobody asked for`);
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response) {
    length += (chunk as Buffer).length;
    if (length > mostBytes) throw new OutboundFailure(`it is larger than ${mostBytes / 1024} KiB`);
    chunks.push(chunk as Buffer);
  }
  return { status: statusCode, headers, body: Buffer.concat(chunks) };
}

function toFailure(error: unknown, deadline: AbortSignal, { patienceMs }: OutboundOptions): OutboundFailure {
  if (error instanceof OutboundFailure) return error;
  if (deadline.aborted) return new OutboundFailure(`no answer within ${patienceMs / 1000} s`, { cause: error });
  const { code, message } = error as NodeJS.ErrnoException;
  const said = code === 'ENOTFOUND' ? 'its host is not known' : (code ?? message);
  return new OutboundFailure(code === 'ECONNRESET' ? 'it broke off' : said, { cause: error });
}

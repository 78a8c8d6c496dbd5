import { OutboundFailure } from './outbound-failure.ts';
import { type OutboundAnswer, outboundRequest } from './outbound-request.ts';

/** How to fetch an address that a person has written. */
export interface OutboundOptions {
  /** Hosts, or hosts with ports, that may have private addresses and use http: `LAMPLIGHTER_OUTBOUND_HOSTS`. */
  readonly hosts: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
  /** The largest body, in bytes. */
  readonly mostBytes: number;
  /** The time limit for the request and its redirects together, in milliseconds. */
  readonly patienceMs: number;
}

const MOST_REDIRECTIONS = 3;

/**
 * Fetches an address that a person has written. Private networks are out of reach: the address must use https, and its host
 * must have a public IP address. Each redirect is checked like the first address.
 * @throws OutboundFailure
 */
export async function outboundGet(address: URL, options: OutboundOptions): Promise<OutboundAnswer> {
  const deadline = AbortSignal.timeout(options.patienceMs);
  let at = address;
  for (let hops = 0; hops <= MOST_REDIRECTIONS; hops += 1) {
    const answer = await outboundRequest(at, { ...options, method: 'GET', deadline });
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

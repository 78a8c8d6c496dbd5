import { OutboundFailure } from './outbound-failure.ts';
import { type OutboundAnswer, outboundRequest } from './outbound-request.ts';

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

const MOST_REDIRECTIONS = 3;

/**
 * Fetches an address that a person has written, and nothing else that this machine can reach: https only, and only hosts
 * whose address belongs to the internet. Each redirection is checked as the first address was.
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

import type { IncomingHttpHeaders } from 'node:http';
import type { TokenCredential } from '@azure/core-auth';
import type { ReceiverAnswer, Receivers } from '../../ports/receivers.ts';
import { whyNotAllowed } from './allowed-address.ts';
import { bearerFor, whyNoToken } from './communication-services.ts';
import { OutboundFailure } from './outbound-failure.ts';
import { outboundRequest } from './outbound-request.ts';

/** Whoever takes longer to answer a delivery has not taken it, in milliseconds. */
const PATIENCE_MS = 10_000;

/** How receivers are reached. */
export interface ReceiverOptions {
  /** Hosts that may be anywhere and speak http. */
  readonly hosts: readonly string[];
  /** What the app signs in with where it sends e-mails. */
  readonly credential: () => TokenCredential;
  readonly patienceMs?: number;
}

/** Receivers of events, over https. Redirections are not followed, and of an answer only status and headers are read. */
export function receivers({ hosts, credential, patienceMs = PATIENCE_MS }: ReceiverOptions): Receivers {
  return {
    whyNot: async (address, signsIn = false) =>
      (signsIn ? whyNoToken(address, hosts) : undefined) ?? (await whyNotAllowed(address, hosts)),
    post: async (address, { headers, body, signsIn = false }) => {
      const deadline = AbortSignal.timeout(patienceMs);
      try {
        const bearer = signsIn ? await bearerFor(address, { hosts, credential, deadline }) : {};
        const sent = { ...headers, ...bearer };
        const request = { method: 'POST', hosts, headers: sent, body, mostBytes: 0, deadline, patienceMs } as const;
        return toAnswer(await outboundRequest(address, request));
      } catch (error) {
        if (error instanceof OutboundFailure) return { kind: 'failed', reason: error.message };
        throw error;
      }
    },
  };
}

function toAnswer({ status, headers }: { readonly status: number; readonly headers: IncomingHttpHeaders }) {
  return { kind: 'answered', status, retryAfter: headers['retry-after'] } satisfies ReceiverAnswer;
}

import type { IncomingHttpHeaders } from 'node:http';
import type { TokenCredential } from '@azure/core-auth';
import type { ReceiverAnswer, Receivers } from '../../ports/receivers.ts';
import { whyNotAllowed } from './allowed-address.ts';
import { bearerFor, whyNoToken } from './communication-services.ts';
import { OutboundFailure } from './outbound-failure.ts';
import { outboundRequest } from './outbound-request.ts';

/** A receiver must respond to a delivery within this time, in milliseconds. */
const PATIENCE_MS = 10_000;

/** How to reach receivers. */
export interface ReceiverOptions {
  /** Hosts that may have private addresses and use http. */
  readonly hosts: readonly string[];
  /** The credential of the app for sending e-mails. */
  readonly credential: () => TokenCredential;
  readonly patienceMs?: number;
}

/** Posts events to receivers over https. Redirects are not followed, and only status and headers of a response are read. */
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

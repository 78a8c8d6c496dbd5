import type { RestError } from '@azure/core-rest-pipeline';
import type { Client } from '@azure-rest/core-client';
import { describeError } from '../../../core/text/describe-error.ts';
import type { StillMay } from '../../../ports/still-may.ts';
import { signalWith, Withheld } from '../client/act-right.ts';
import { hasNeverArrived, mayHaveArrivedBefore } from '../client/attempts.ts';
import { type BatchResponse, unparsedIn } from '../client/batch-failure.ts';
import { NotSignedIn } from '../client/sign-in.ts';

const CONTENT_TYPE = 'application/json; odata=minimalmetadata';

/** A request that changes something, and the id under which Batch and the audit log record it. */
export interface ActRequest {
  /** With its parameters filled in. */
  readonly path: string;
  readonly body?: object | undefined;
  readonly correlation: string;
  /** The ETag for `If-Match`. */
  readonly ifMatch?: string | undefined;
  /** Is asked before each attempt. */
  readonly stillMay?: StillMay | undefined;
}

/** The result of sending a request: a response, no response, or certainly not arrived. */
export type Sent =
  | {
      readonly kind: 'answer';
      readonly response: BatchResponse;
      /** May an earlier attempt have taken effect, whatever the response to the last one says? */
      readonly mayHaveArrivedBefore: boolean;
    }
  | { readonly kind: 'no-answer'; readonly reason: string }
  | { readonly kind: 'not-sent'; readonly reason: string };

/** Sends a request that changes something once, and again only if the service says that it has not accepted it. */
export async function sendAct(
  client: Client,
  { path, body, correlation, ifMatch, stillMay }: ActRequest,
): Promise<Sent> {
  const headers = {
    'client-request-id': correlation,
    'return-client-request-id': 'true',
    ...(ifMatch !== undefined && { 'if-match': ifMatch }),
  };
  const options = {
    headers,
    ...(stillMay !== undefined && { abortSignal: signalWith(stillMay) }),
    ...(body !== undefined && { contentType: CONTENT_TYPE, body }),
  };
  try {
    const response = await client.pathUnchecked(path).post(options);
    return { kind: 'answer', response, mayHaveArrivedBefore: mayHaveArrivedBefore(response.request) };
  } catch (error) {
    return sentDespite(error);
  }
}

function sentDespite(error: unknown): Sent {
  if (error instanceof Withheld)
    return { kind: error.mayHaveArrived ? 'no-answer' : 'not-sent', reason: error.message };
  const unparsed = unparsedIn(error);
  if (unparsed !== undefined) {
    return { kind: 'answer', response: unparsed, mayHaveArrivedBefore: mayHaveArrivedBefore(unparsed.request) };
  }
  const failure = error as Partial<RestError>;
  const reason =
    error instanceof NotSignedIn ? describeError(error) : `Batch did not respond: ${failure.code ?? failure.message}`;
  return { kind: hasNeverArrived(failure) ? 'not-sent' : 'no-answer', reason };
}

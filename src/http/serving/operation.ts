import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import type * as z from 'zod';
import type { Content, Contract, Of } from '../../api/contract.ts';
import type { Ports } from '../../app/ports.ts';
import type { Caller } from '../caller/caller.ts';
import { parseRequest } from '../request/parse-request.ts';
import { type HeadersByName, toResponse } from './response.ts';

/** An authorized request. */
export interface Asked {
  readonly request: HttpRequest;
  readonly caller: Caller;
}

/** An operation: its contract, and its handler. */
export interface Operation extends Contract {
  readonly handler: (asked: Asked, ports: Ports) => Promise<HttpResponseInit>;
}

/** The input of a handler: the request, parsed by the contract. */
export type Given<C extends Contract> = { readonly caller: Caller } & (C extends { readonly unread: true }
  ? { readonly request: HttpRequest }
  : {
      readonly path: Parsed<C, 'path'>;
      readonly query: Parsed<C, 'query'>;
      readonly headers: Parsed<C, 'headers'>;
      readonly body: ParsedBody<C>;
    });

type Parsed<C extends Contract, Part extends 'path' | 'query' | 'headers'> = C extends {
  readonly [Name in Part]: infer Schema extends z.ZodObject;
}
  ? Of<Schema>
  : undefined;

/** A document is JSON that is not validated yet; of a text only the encoding was validated. */
type ParsedBody<C extends Contract> = C extends { readonly body: infer Body }
  ? Body extends { readonly text: true }
    ? string
    : Body extends { readonly schema: infer Schema extends z.ZodType }
      ? Of<Schema>
      : unknown
  : undefined;

/** A response that a contract allows: one of its statuses, with the headers and body of that status. */
export type Answered<C extends Contract> = {
  [Status in keyof C['answers'] & number]: { readonly status: Status } & HeadersOf<C['answers'][Status]> &
    BodyOf<C['answers'][Status]>;
}[keyof C['answers'] & number];

/** Every header of the contract must be given; an `undefined` one is not sent. */
type HeadersOf<A> = A extends { readonly headers: infer Headers }
  ? { readonly headers: { readonly [Name in keyof Headers]: string | undefined } & HeadersByName }
  : { readonly headers?: HeadersByName };

type BodyOf<A> = A extends { readonly content: infer Contents }
  ? Contents extends readonly Content[]
    ? Choice<Contents[number]>
    : { readonly type?: never; readonly body: ContentOf<Contents> }
  : { readonly type?: never; readonly body?: undefined };

/** If there are several media types, the response names its own. */
type Choice<One> = One extends Content ? { readonly type: TypeOf<One>; readonly body: ContentOf<One> } : never;

type TypeOf<One> = One extends { readonly type: infer Type } ? Type : 'application/json';

type ContentOf<One> = One extends { readonly streamed: true }
  ? AsyncIterable<Uint8Array>
  : One extends { readonly schema: infer Schema extends z.ZodType }
    ? Of<Schema>
    : string;

/** Answers a request with the use cases; whatever it throws becomes a problem. */
export type Handler<C extends Contract> = (given: Given<C>, ports: Ports) => Promise<Answered<C>>;

/**
 * Implements a contract: `operation(contract).by(handler)`. It takes two steps so that the compiler knows the contract before
 * it checks the handler, and checks each response against it. It does not find an additional member; tests do, because they
 * validate responses against the OpenAPI document.
 */
export function operation<C extends Contract>(contract: C) {
  return {
    by: (handle: Handler<C>): Operation => ({
      ...contract,
      handler: async ({ request, caller }, ports) => {
        const given = { ...(await parseRequest(contract, request)), caller };
        // The contract has parsed it, but the compiler cannot infer that.
        return toResponse(contract, await handle(given as unknown as Given<C>, ports));
      },
    }),
  };
}

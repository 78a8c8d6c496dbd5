import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import type * as z from 'zod';
import type { Content, Contract, Of } from '../../api/contract.ts';
import type { Ports } from '../../app/ports.ts';
import type { Caller } from '../caller/caller.ts';
import { parseRequest } from '../request/parse-request.ts';
import { type HeadersByName, toResponse } from './response.ts';

/** A request that was let in. */
export interface Asked {
  readonly request: HttpRequest;
  readonly caller: Caller;
}

/** An operation that is served: its contract, and what answers requests. */
export interface Operation extends Contract {
  readonly handler: (asked: Asked, ports: Ports) => Promise<HttpResponseInit>;
}

/** What a handler gets of a request: what its contract says, parsed by it. */
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

/** A document is JSON that is not checked yet; a text was checked for nothing but its encoding. */
type ParsedBody<C extends Contract> = C extends { readonly body: infer Body }
  ? Body extends { readonly text: true }
    ? string
    : Body extends { readonly schema: infer Schema extends z.ZodType }
      ? Of<Schema>
      : unknown
  : undefined;

/** An answer that a contract allows: one of its statuses, with the headers and the body of that status. */
export type Answered<C extends Contract> = {
  [Status in keyof C['answers'] & number]: { readonly status: Status } & HeadersOf<C['answers'][Status]> &
    BodyOf<C['answers'][Status]>;
}[keyof C['answers'] & number];

/** Every header of the contract has to be said; one that is `undefined` is not sent. */
type HeadersOf<A> = A extends { readonly headers: infer Headers }
  ? { readonly headers: { readonly [Name in keyof Headers]: string | undefined } & HeadersByName }
  : { readonly headers?: HeadersByName };

type BodyOf<A> = A extends { readonly content: infer Contents }
  ? Contents extends readonly Content[]
    ? Choice<Contents[number]>
    : { readonly type?: never; readonly body: ContentOf<Contents> }
  : { readonly type?: never; readonly body?: undefined };

/** Where there are several contents, the answer says which one it has. */
type Choice<One> = One extends Content ? { readonly type: TypeOf<One>; readonly body: ContentOf<One> } : never;

type TypeOf<One> = One extends { readonly type: infer Type } ? Type : 'application/json';

type ContentOf<One> = One extends { readonly streamed: true }
  ? AsyncIterable<Uint8Array>
  : One extends { readonly schema: infer Schema extends z.ZodType }
    ? Of<Schema>
    : string;

/** Answers a request with the help of the use cases; whatever it throws becomes a problem. */
export type Handler<C extends Contract> = (given: Given<C>, ports: Ports) => Promise<Answered<C>>;

/**
 * Serves a contract: `operation(contract).by(handler)`. In two steps, because the compiler then knows the contract before it
 * reads the handler, and holds each answer to it. A member too many it lets pass: tests hold answers to the description.
 */
export function operation<C extends Contract>(contract: C) {
  return {
    by: (handle: Handler<C>): Operation => ({
      ...contract,
      handler: async ({ request, caller }, ports) => {
        const given = { ...(await parseRequest(contract, request)), caller };
        // The contract has parsed it, which the compiler cannot follow.
        return toResponse(contract, await handle(given as unknown as Given<C>, ports));
      },
    }),
  };
}

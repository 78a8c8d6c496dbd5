import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import type * as z from 'zod';
import type { Ports } from '../app/ports.ts';
import type { ErrorCode } from '../ports/errors.ts';

/** Answers a request with the help of the use cases; whatever it throws becomes a problem. */
export type Handler = (request: HttpRequest, ports: Ports) => Promise<HttpResponseInit>;

/**
 * Who may call an operation.
 * - `read`: it only shows; a function key, or the role `Reader` or `Operator` where the platform's authentication is on
 * - `operate`: it changes something; a function key, or the role `Operator` there
 * - `webhook`: another system; a function key, and whatever its source proves itself with
 * - `open`: anybody; what it gives is public, or the address itself is the secret
 */
export type Access = 'read' | 'operate' | 'webhook' | 'open';

/** What a body or an answer is. */
export interface Content {
  /** What it is held to; free text or bytes without it. */
  readonly schema?: z.ZodType;
  /** `application/json` without it. */
  readonly type?: string;
  readonly example: unknown;
}

/** An answer that is no problem. */
export interface Answer {
  readonly description: string;
  /** Nothing comes along without it. */
  readonly content?: Content | readonly Content[];
  /** The headers that matter to a caller, each with what it says. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** One route of the API with one method: what calls it, what it takes and what it gives. The description of the API is made from it. */
export interface Operation {
  /** Of the function and in the description; a verb and a noun: `put-override`. */
  readonly name: string;
  readonly method: 'GET' | 'PUT' | 'POST' | 'DELETE' | 'OPTIONS';
  /** Under `/api`: `accounts/{account}/pools/{pool}/override`. */
  readonly route: string;
  readonly access: Access;
  /** The part of the API it belongs to. */
  readonly tag: string;
  /** One line. */
  readonly summary: string;
  /** What one line does not say; Markdown. */
  readonly description?: string;
  /** What the parameters in the path are held to. */
  readonly path?: z.ZodObject;
  /** And those in the query. */
  readonly query?: z.ZodObject;
  /** And the headers that it reads. */
  readonly headers?: z.ZodObject;
  readonly body?: Content & { readonly description?: string };
  /** By status. */
  readonly answers: Readonly<Record<number, Answer>>;
  /** What can go wrong, beside what can with every operation. */
  readonly problems: readonly ErrorCode[];
  readonly handler: Handler;
}

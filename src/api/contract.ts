import type * as z from 'zod';
import type { ProblemCode } from './problems.ts';
import type { Tag } from './tags.ts';

/**
 * Who may call an operation.
 * - `read`: it only shows; a function key, or the role `Reader` or `Operator` where the platform's authentication is on
 * - `operate`: it changes something; a function key, or the role `Operator` there
 * - `webhook`: another system; a function key, and the proof that its source asks for
 * - `open`: anybody; what it gives is public, or the address itself is the secret
 */
export type Access = 'read' | 'operate' | 'webhook' | 'open';

/** A kind of document that people write. What a document must look like is known where documents are read, not here. */
export type DocumentName = 'schedule' | 'policy' | 'rule' | 'subscription' | 'override' | 'announcement';

/**
 * The body of an answer: JSON of the form of `schema`, or a text where there is none.
 * `streamed`: bytes, which are sent while they are made; the schema describes one line of them.
 */
export interface Content {
  readonly schema?: z.ZodType;
  /** The media type; `application/json` without it. */
  readonly type?: string;
  readonly streamed?: true;
  readonly example: unknown;
}

/** An answer that is not a problem. */
export interface Answer {
  readonly description: string;
  /** Without it the answer has no body. Where there are several, the handler says which one it gives. */
  readonly content?: Content | readonly Content[];
  /** The headers that matter to a caller, each with its meaning. */
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * The body of a request.
 * - `schema`: JSON, which the endpoint parses; the handler gets the value
 * - `document`: JSON; the use case reads the document and reports everything that is wrong with it. Where it is
 *   `confidential`, a problem repeats nothing of it
 * - `schema` and `text`: JSON whose text the handler needs, because findings name its lines; the schema only describes it
 */
export type RequestBody = { readonly description?: string; readonly example: unknown } & (
  | { readonly schema: z.ZodType; readonly text?: never; readonly document?: never }
  | { readonly schema: z.ZodType; readonly text: true; readonly document?: never }
  | { readonly document: DocumentName; readonly confidential?: true; readonly schema?: never; readonly text?: never }
);

/**
 * One operation of the API: what calls it, what it takes and what it gives. The endpoint parses requests by it, handlers are
 * typed by it, the host registers it, and the description of the API is made from it.
 */
export interface Contract {
  /** The name of the function, and of the operation in the description; a verb and a noun: `put-override`. */
  readonly name: string;
  readonly method: 'GET' | 'PUT' | 'POST' | 'DELETE' | 'OPTIONS';
  /** Under `/api`: `accounts/{account}/pools/{pool}/override`. */
  readonly route: string;
  readonly access: Access;
  readonly tag: Tag;
  /** One line. */
  readonly summary: string;
  /** What one line does not say; Markdown. */
  readonly description?: string;
  readonly path?: z.ZodObject;
  /** A parameter that it does not name is refused. Without it the query is not looked at. */
  readonly query?: z.ZodObject;
  readonly headers?: z.ZodObject;
  readonly body?: RequestBody;
  /**
   * The handler reads the request itself: its sender has to prove who it is by the very bytes that it sent, before anything is
   * read. Path, query, headers and body are then described and not parsed.
   */
  readonly unread?: true;
  /** By status. */
  readonly answers: Readonly<Record<number, Answer>>;
  /** The problems that it can answer with, beside those of every operation. */
  readonly problems: readonly ProblemCode[];
}

/** A value as whoever receives it may use it: nothing in it can be changed. */
export type Immutable<Value> = unknown extends Value
  ? Value
  : Value extends readonly (infer Item)[]
    ? readonly Immutable<Item>[]
    : Value extends object
      ? { readonly [Key in keyof Value]: Immutable<Value[Key]> }
      : Value;

/** What a schema gives. */
export type Of<Schema extends z.ZodType> = Immutable<z.output<Schema>>;

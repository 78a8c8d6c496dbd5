import type * as z from 'zod';
import type { ProblemCode } from './problems.ts';
import type { Tag } from './tags.ts';

/**
 * Who may call an operation.
 * - `read`: it only reads; a function key, or the role `Reader` or `Operator` if the platform authenticates callers
 * - `operate`: it changes something; a function key, or the role `Operator` if the platform authenticates callers
 * - `webhook`: another system; a function key, and the proof that its source requires
 * - `open`: anybody; the response is public, or the address itself is the secret
 */
export type Access = 'read' | 'operate' | 'webhook' | 'open';

/** A kind of document that people write. The form of a document is defined where documents are parsed, not here. */
export type DocumentName = 'schedule' | 'policy' | 'rule' | 'subscription' | 'override' | 'announcement';

/**
 * The body of a response: JSON in the form of `schema`, or a text if there is none.
 * `streamed`: bytes that are sent while they are produced; the schema describes one line of them.
 */
export interface Content {
  readonly schema?: z.ZodType;
  /** The media type; `application/json` if `undefined`. */
  readonly type?: string;
  readonly streamed?: true;
  readonly example: unknown;
}

/** A response that is not a problem. */
export interface Answer {
  readonly description: string;
  /** If `undefined`, the response has no body. If there are several, the handler chooses one. */
  readonly content?: Content | readonly Content[];
  /** The headers that matter to a caller, each with its meaning. */
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * The body of a request.
 * - `schema`: JSON, which the endpoint parses; the handler gets the value
 * - `document`: JSON; the use case parses the document and reports all faults. If it is `confidential`, a problem quotes
 *   nothing of it
 * - `schema` and `text`: JSON whose text the handler needs, because findings name its lines; the schema only describes it
 */
export type RequestBody = { readonly description?: string; readonly example: unknown } & (
  | { readonly schema: z.ZodType; readonly text?: never; readonly document?: never }
  | { readonly schema: z.ZodType; readonly text: true; readonly document?: never }
  | { readonly document: DocumentName; readonly confidential?: true; readonly schema?: never; readonly text?: never }
);

/**
 * One operation of the API: its caller, request and responses. The endpoint parses requests by it, it gives handlers their
 * types, the host registers it, and the OpenAPI description is generated from it.
 */
export interface Contract {
  /** The name of the function, and of the operation in the OpenAPI description; a verb and a noun: `put-override`. */
  readonly name: string;
  readonly method: 'GET' | 'PUT' | 'POST' | 'DELETE' | 'OPTIONS';
  /** Under `/api`: `accounts/{account}/pools/{pool}/override`. */
  readonly route: string;
  readonly access: Access;
  /** A list: a role that is limited to parts of it is enough, and shows these parts. */
  readonly inParts?: true;
  readonly tag: Tag;
  /** One line. */
  readonly summary: string;
  /** Details that the summary leaves out; Markdown. */
  readonly description?: string;
  readonly path?: z.ZodObject;
  /** A parameter that is not named here is rejected. If `undefined`, the query is ignored. */
  readonly query?: z.ZodObject;
  readonly headers?: z.ZodObject;
  readonly body?: RequestBody;
  /**
   * The handler reads the request itself, because the sender must prove its identity by the exact bytes that it sent, before
   * anything is parsed. Path, query, headers and body are then described, but not parsed.
   */
  readonly unread?: true;
  /** By status. */
  readonly answers: Readonly<Record<number, Answer>>;
  /** The problems that it can return, in addition to those of every operation. */
  readonly problems: readonly ProblemCode[];
}

/** A value that its receiver cannot change. */
export type Immutable<Value> = unknown extends Value
  ? Value
  : Value extends readonly (infer Item)[]
    ? readonly Immutable<Item>[]
    : Value extends object
      ? { readonly [Key in keyof Value]: Immutable<Value[Key]> }
      : Value;

/** The parsed value of a schema. */
export type Of<Schema extends z.ZodType> = Immutable<z.output<Schema>>;

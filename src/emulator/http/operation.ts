import type { ApiVersion } from '../../wire/api-version.ts';
import type { Account, World } from '../world/world.ts';

/** A request with its operation. */
export interface OperationRequest {
  readonly path: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  /** Parsed from JSON; `undefined` without a body. */
  readonly body: unknown;
  /** The size of the body as sent, in bytes. */
  readonly size: number;
  /** The version of the data plane; the newest for the management plane, whose operations read theirs from the query. */
  readonly version: ApiVersion;
  /** The address that the caller uses for the account, without a trailing slash. */
  readonly baseUrl: string;
}

/** The world and the account of an operation. */
export interface OperationContext {
  readonly world: World;
  readonly account: Account;
}

/** The answer of an operation; a refusal is thrown as a `BatchError`. */
export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** A body that is not JSON, instead of `body`. */
  readonly text?: string;
}

/** One operation of the REST API. Its handler looks up everything, checks everything, and changes the world last. */
export interface Operation {
  /** The name in the specification: `Nodes_DeallocateNode`. */
  readonly name: string;
  readonly plane: 'data' | 'management';
  readonly method: 'GET' | 'PUT' | 'POST' | 'PATCH' | 'DELETE' | 'HEAD';
  /** With parameters as `{poolId}`. */
  readonly path: string;
  /** The first version of the data plane that has it; `undefined` means all versions. */
  readonly since?: ApiVersion;
  readonly handle: (request: OperationRequest, context: OperationContext) => Answer;
}

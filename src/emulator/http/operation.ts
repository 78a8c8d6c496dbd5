import type { ApiVersion } from '../../wire/api-version.ts';
import type { Account, World } from '../world/world.ts';

/** A request that has found its operation. */
export interface OperationRequest {
  readonly path: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  /** Parsed from JSON; `undefined` where none was sent. */
  readonly body: unknown;
  /** The version of the data plane; the newest for the management plane, whose operations read theirs from the query. */
  readonly version: ApiVersion;
  /** The address under which the caller knows the account, without a slash at the end. */
  readonly baseUrl: string;
}

/** Where an operation works. */
export interface OperationContext {
  readonly world: World;
  readonly account: Account;
}

/** What an operation answers; a refusal is thrown as a `BatchError`. */
export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** A body that is no JSON, instead of `body`. */
  readonly text?: string;
}

/** One operation of the REST API. Its handler looks everything up, checks everything, and changes the world last. */
export interface Operation {
  /** As the specification names it: `Nodes_DeallocateNode`. */
  readonly name: string;
  readonly plane: 'data' | 'management';
  readonly method: 'GET' | 'PUT' | 'POST' | 'PATCH' | 'DELETE' | 'HEAD';
  /** With parameters as `{poolId}`. */
  readonly path: string;
  /** The first version of the data plane that has it; without it all have it. */
  readonly since?: ApiVersion;
  readonly handle: (request: OperationRequest, context: OperationContext) => Answer;
}

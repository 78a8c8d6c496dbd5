import { API_VERSIONS, type ApiVersion, ARM_API_VERSIONS } from '../../wire/api-version.ts';
import { toWireTime } from '../world/wire-time.ts';
import type { Account, World } from '../world/world.ts';
import { isSince, requestedVersion } from './api-versions.ts';
import { authenticate, authenticateManagement, type SignedRequest } from './authentication.ts';
import { BatchError } from './batch-error.ts';
import { applyFault, drawFault } from './fault-injection.ts';
import type { Answer, Operation } from './operation.ts';
import { baseUrlOf, partsOf, type RawAnswer, type RawRequest } from './raw.ts';
import { readJson } from './read-json.ts';
import type { Route, Router } from './router.ts';
import { checkTimeOut } from './time-out.ts';
import { writeAnswer, writeRefusal } from './write-answer.ts';

/** The result of a request: an answer, or a connection that closes without one. */
export interface Reply {
  readonly answer: RawAnswer | 'no-answer';
  /** The account of the request, if it was found. */
  readonly account: string | undefined;
  /** Did the request use up a fault, or draw a random number, whatever the request itself was for? */
  readonly faulted: boolean;
  /** Why it was refused, if it was. */
  readonly refusal: BatchError | undefined;
}

/** How requests are routed and authorized. */
export interface Api {
  readonly router: Router;
  readonly authorization: Authorization;
  /** If set, no fault is injected, and sentinel ids have no effect. */
  readonly ignoresFaults?: boolean;
}

/** Finds the account that a request to the data plane works on, and authorizes one to the management plane. Both throw a BatchError. */
export interface Authorization {
  readonly data: (request: SignedRequest, world: World) => Account;
  readonly management: (request: SignedRequest, world: World) => void;
}

/** Checks the credentials of every request. */
export const CHECKED: Authorization = { data: authenticate, management: authenticateManagement };

/** What is known about a request so far; the journal records it even if the request fails early. */
interface Progress {
  operation?: Operation;
  account?: Account;
  body?: unknown;
  faulted?: boolean;
  /** Real milliseconds by which the answer is delayed. */
  delay?: number;
}

/** Answers a request to the REST API, changes the world accordingly, and writes both into the journal. */
export function answerRequest(world: World, api: Api, request: RawRequest): Reply {
  const progress: Progress = {};
  const outcome = attempt(() => {
    const { path, query } = partsOf(request);
    const route = api.router.find(request.method, path, query['api-version']);
    progress.operation = route.operation;
    return perform(world, route, { request, progress, api });
  });
  record(world, request, { progress, outcome });
  const { account, faulted = false, delay } = progress;
  const answer = write(world, request, outcome);
  const held = delay === undefined || answer === 'no-answer' ? answer : { ...answer, delay };
  const refusal = outcome instanceof BatchError ? outcome : undefined;
  return { answer: held, account: account?.name, faulted, refusal };
}

function write(world: World, request: RawRequest, outcome: AttemptOutcome): Reply['answer'] {
  if (outcome === 'no-answer') return outcome;
  return outcome instanceof BatchError ? writeRefusal(world, request, outcome) : writeAnswer(world, request, outcome);
}

type AttemptOutcome = Answer | BatchError | 'no-answer';

function attempt(act: () => Answer | 'no-answer'): AttemptOutcome {
  try {
    return act();
  } catch (error) {
    if (error instanceof BatchError) return error;
    throw error;
  }
}

interface Call {
  readonly request: RawRequest;
  readonly progress: Progress;
  readonly api: Api;
}

function perform(world: World, { operation, path }: Route, call: Call): Answer | 'no-answer' {
  const { request, progress } = call;
  const { query } = partsOf(request);
  const version = operation.plane === 'data' ? requestedVersion(query) : checkManagementVersion(query);
  if (operation.plane === 'data') checkTimeOut(query);
  const account = operation.plane === 'data' ? dataPlaneAccount(world, call) : managementAccount(world, call, path);
  progress.account = account;
  if (operation.since !== undefined && !isSince(version, operation.since)) {
    // assumed: how an older version answers an operation that it does not have is not established.
    throw new BatchError('InvalidUri', ['Reason', `${operation.name} exists from api-version ${operation.since} on.`]);
  }
  const body = readJson(request);
  progress.body = body;
  const handle = () =>
    operation.handle(
      {
        path,
        query,
        headers: request.headers,
        body,
        size: Buffer.byteLength(request.body),
        version,
        baseUrl: baseUrlOf(request),
      },
      { world, account },
    );
  if (call.api.ignoresFaults) return handle();
  const { fault, changed } = drawFault(world, { operation, address: partsOf(request).path, path, account });
  progress.faulted = changed;
  if (fault?.effect === 'slow') progress.delay = fault.milliseconds;
  return applyFault(fault, { world, path, account }, handle);
}

function dataPlaneAccount(world: World, { request, api }: Call): Account {
  return api.authorization.data({ ...request, ...partsOf(request) }, world);
}

/** The path of the management plane names the account, with its subscription and resource group. */
function managementAccount(world: World, { request, api }: Call, path: Readonly<Record<string, string>>): Account {
  api.authorization.management({ ...request, ...partsOf(request) }, world);
  if (path['accountName'] === undefined) return anyAccount(world);
  const account = world.accounts.get(path['accountName'].toLowerCase());
  const isThere =
    account?.subscriptionId.toLowerCase() === path['subscriptionId']?.toLowerCase() &&
    account?.resourceGroup.toLowerCase() === path['resourceGroup']?.toLowerCase();
  if (account === undefined || !isThere) throw new BatchError('AccountNotFound');
  return account;
}

/** Operations on a subscription or a resource group use all accounts, so any account will do. */
function anyAccount({ accounts }: World): Account {
  const [first] = accounts.values();
  if (first === undefined) throw new BatchError('AccountNotFound');
  return first;
}

const NEWEST: ApiVersion = API_VERSIONS[API_VERSIONS.length - 1] ?? '2025-06-01';

function checkManagementVersion(query: Readonly<Record<string, string>>): ApiVersion {
  const asked = query['api-version'];
  if (asked === undefined) throw new BatchError('MissingRequiredQueryParameter', ['QueryParameterName', 'api-version']);
  if (!ARM_API_VERSIONS.some((known) => known === asked)) {
    throw new BatchError('UnsupportedRequestVersion', ['api-version', asked]);
  }
  return NEWEST;
}

function record(
  world: World,
  request: RawRequest,
  { progress, outcome }: { readonly progress: Progress; readonly outcome: AttemptOutcome },
): void {
  const { path, query } = partsOf(request);
  const { operation, account, body } = progress;
  const clientRequestId = request.headers['client-request-id'];
  const entry = {
    kind: 'request',
    operation: operation?.name ?? 'none',
    method: request.method,
    path,
    query,
    ...(account !== undefined && { account: account.name }),
    // A connection that was closed without an answer has no status.
    status: outcome === 'no-answer' ? 0 : outcome.status,
    ...(outcome instanceof BatchError && { code: outcome.code }),
    ...(clientRequestId !== undefined && { clientRequestId }),
    ...(body !== undefined && { body }),
  } as const;
  world.journal.record(toWireTime(world.now), entry, body === undefined ? 0 : request.body.length);
}

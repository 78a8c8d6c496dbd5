import type { HttpRequest } from '@azure/functions';
import type * as z from 'zod';
import type { Contract, RequestBody } from '../../api/contract.ts';
import type { InputFault } from '../../core/text/input-fault.ts';
import { GIVEN_TWICE, parseWith, parseWrittenJson } from '../../documents/fields/parsed.ts';
import { AppError } from '../../ports/errors.ts';
import { headerName } from './header-name.ts';
import { readText } from './read-body.ts';

/** A request, parsed by a contract. */
export interface ParsedRequest {
  readonly path: unknown;
  readonly query: unknown;
  readonly headers: unknown;
  readonly body: unknown;
}

/**
 * Parses a request by its contract, once; a part without a schema is `undefined`. A contract that is `unread` gets the request
 * itself.
 * @throws AppError InvalidRequest with every fault of path, query and headers, or with every fault of the body; BodyTooLarge,
 *   UnsupportedMediaType
 */
export async function parseRequest(
  contract: Contract,
  request: HttpRequest,
): Promise<ParsedRequest | { readonly request: HttpRequest }> {
  if (contract.unread === true) return { request };
  const path = parse(contract.path, request.params);
  const query = parse(contract.query, parametersOf(request));
  const headers = parse(contract.headers, headersOf(contract.headers, request));
  const repeated = contract.query === undefined ? [] : repeatedIn(request);
  const faults = [...path.faults, ...query.faults, ...repeated, ...headers.faults.map(ofHeader)];
  if (faults.length > 0) throw invalid(faults);
  const body = contract.body === undefined ? undefined : await parseBody(contract.body, await readText(request));
  return { path: path.value, query: query.value, headers: headers.value, body };
}

/** Query parameters in which a caller gives the Functions host a key. */
const OF_THE_HOST: ReadonlySet<string> = new Set(['code', 'clientid']);

function parametersOf({ query }: HttpRequest): Readonly<Record<string, string>> {
  return Object.fromEntries([...query].filter(([name]) => !OF_THE_HOST.has(name.toLowerCase())));
}

/**
 * Parameters that are given more than once: only one value of each could have an effect. They are read from the address, because
 * the host joins the values of a parameter in `query` where it does not pass requests on as streams.
 */
function repeatedIn({ url }: HttpRequest): readonly InputFault[] {
  const given = Map.groupBy(new URL(url).searchParams.keys(), (name) => name);
  return [...given]
    .filter(([name, times]) => times.length > 1 && !OF_THE_HOST.has(name.toLowerCase()))
    .map(([path]) => ({ path, message: GIVEN_TWICE }));
}

function headersOf(schema: z.ZodObject | undefined, { headers }: HttpRequest) {
  return Object.fromEntries(Object.keys(schema?.shape ?? {}).map((name) => [name, headers.get(name) ?? undefined]));
}

function ofHeader({ path, message }: InputFault): InputFault {
  return { path: headerName(path), message };
}

interface Part {
  readonly value?: unknown;
  readonly faults: readonly InputFault[];
}

function parse(schema: z.ZodObject | undefined, value: unknown): Part {
  const result = schema?.safeParse(value);
  if (result === undefined) return { faults: [] };
  return result.success ? { value: result.data, faults: [] } : { faults: result.error.issues.flatMap(toFaults) };
}

function toFaults(issue: z.core.$ZodIssue): readonly InputFault[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ path: key, message: 'there is no such parameter' }));
  }
  return [{ path: issue.path.join('.'), message: issue.message }];
}

function parseBody(body: RequestBody, text: string): unknown {
  if (body.text === true) return text;
  const json = parseWrittenJson(text);
  // It is JSON, but has a member with a forbidden name, or more than once.
  if (!json.ok && json.faults.some(({ path }) => path !== '$')) throw invalid(json.faults);
  if (!json.ok)
    throw notJson(
      body.document !== undefined && body.confidential === true ? [{ path: '$', message: 'not JSON' }] : json.faults,
    );
  if (body.schema === undefined) return json.value;
  const parsed = parseWith(body.schema, json.value);
  if (parsed.ok) return parsed.value;
  throw invalid(parsed.faults);
}

function notJson(faults: readonly InputFault[]): AppError {
  return new AppError('InvalidRequest', 'The body is not JSON.', { faults });
}

function invalid(faults: readonly InputFault[]): AppError {
  return new AppError('InvalidRequest', 'The request is not valid.', { faults });
}

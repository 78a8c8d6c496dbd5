import { type AppRequest, askApp, refusalText } from '../terminal/app-client.ts';
import type { AppOptions } from '../terminal/running-app.ts';
import type { ApiTool } from './api-tool.ts';
import { argumentFaults } from './argument-faults.ts';

/** The result of a tool call. */
export interface ToolResult {
  readonly text: string;
  readonly isError: boolean;
}

type Given = Readonly<Record<string, unknown>>;

/** The most dry runs that can still be confirmed; an assistant may try many calls and confirm none. */
const MOST_TRIED = 100;

type Caller = (tool: ApiTool, given: Given) => Promise<ToolResult>;

/**
 * Calls tools on a running app. Arguments are validated first: a missing or odd one would lead to the address of another
 * operation.
 */
export function toolCaller(app: AppOptions): Caller {
  const act = actor(app);
  return async (tool, given) => {
    const faults = argumentFaults(tool, given);
    if (faults.length > 0) return { text: ['The arguments are not valid.', ...faults].join('\n  '), isError: true };
    return tool.acts ? act(tool, given) : ask(app, requestOf(tool, given, {}));
  };
}

/**
 * Calls tools that act. An act is carried out only after a dry run of the same call, so that the person who confirms it has seen
 * its effect.
 */
function actor(app: AppOptions): Caller {
  const tried = new Map<string, Headers>();
  return async (tool, { confirm, ...wanted }) => {
    const call = JSON.stringify([tool.name, Object.entries(wanted).toSorted(([a], [b]) => (a < b ? -1 : 1))]);
    if (confirm !== true) {
      const headers = await conditionOf(app, tool, wanted);
      const result = await ask(app, requestOf(tool, wanted, { query: { dryRun: 'true' }, headers }));
      if (!result.isError) remember(tried, call, headers);
      return result;
    }
    const headers = tried.get(call);
    if (headers === undefined) {
      return {
        text: 'This call was not tried before: call it without "confirm" first, and show the answer.',
        isError: true,
      };
    }
    tried.delete(call);
    return ask(app, requestOf(tool, wanted, { headers }));
  };
}

type Headers = Readonly<Record<string, string>>;

function remember(tried: Map<string, Headers>, call: string, headers: Headers): void {
  const [oldest] = tried.keys();
  if (tried.size >= MOST_TRIED && oldest !== undefined) tried.delete(oldest);
  tried.set(call, headers);
}

/** The condition for the version of a document at its dry run (ETag), so that a change of another version is not confirmed. */
async function conditionOf(app: AppOptions, tool: ApiTool, given: Given): Promise<Headers> {
  const { headers } = tool.contract;
  if (headers === undefined || !('if-match' in headers.shape)) return {};
  const { etag } = await askApp(app, { path: requestOf(tool, given, {}).path });
  return etag === undefined ? { 'if-none-match': '*' } : { 'if-match': etag };
}

async function ask(app: AppOptions, request: AppRequest): Promise<ToolResult> {
  const answer = await askApp(app, request);
  return answer.isSuccess ? { text: answer.text, isError: false } : { text: refusalText(answer), isError: true };
}

function requestOf(
  { contract }: ApiTool,
  given: Given,
  { query: extra = {}, headers = {} }: Pick<AppRequest, 'query' | 'headers'>,
): AppRequest {
  const { method, route, query } = contract;
  const path = route.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(given[name] ?? '')));
  const named = Object.keys(query?.shape ?? {}).filter((name) => given[name] !== undefined);
  return {
    method: method as NonNullable<AppRequest['method']>,
    path,
    query: { ...Object.fromEntries(named.map((name) => [name, String(given[name])])), ...extra },
    body: given['body'],
    headers,
  };
}

import { type AppRequest, askApp, refusalText } from '../terminal/app-client.ts';
import type { AppOptions } from '../terminal/running-app.ts';
import type { ApiTool } from './api-tool.ts';

/** The result of a tool call. */
export interface ToolResult {
  readonly text: string;
  readonly isError: boolean;
}

type Given = Readonly<Record<string, unknown>>;

/**
 * Calls tools on a running app. An act is carried out only after a dry run of the same call, so that the person who confirms it
 * has seen its effect.
 */
export function toolCaller(app: AppOptions): (tool: ApiTool, given: Given) => Promise<ToolResult> {
  const tried = new Map<string, Headers>();
  return async (tool, { confirm, ...wanted }) => {
    if (!tool.acts) return ask(app, requestOf(tool, wanted, {}));
    const call = JSON.stringify([tool.name, Object.entries(wanted).toSorted(([a], [b]) => (a < b ? -1 : 1))]);
    if (confirm !== true) {
      const headers = await conditionOf(app, tool, wanted);
      const result = await ask(app, requestOf(tool, wanted, { query: { dryRun: 'true' }, headers }));
      if (!result.isError) tried.set(call, headers);
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

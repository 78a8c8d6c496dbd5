import { type AppRequest, askApp, refusalText } from '../terminal/app-client.ts';
import type { AppOptions } from '../terminal/running-app.ts';
import type { ApiTool } from './api-tool.ts';

/** What a call of a tool came to. */
export interface ToolResult {
  readonly text: string;
  readonly isError: boolean;
}

type Given = Readonly<Record<string, unknown>>;

/**
 * Calls tools on a running app. An act is carried out only where the same call was tried before, so that whoever confirms has seen
 * what it does.
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

/** The version of a document that was there when a change of it was tried: nobody confirms a change of another one. */
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

import { describeApi } from './openapi/document.ts';
import type { Handler, Operation } from './operation.ts';
import { NO_QUERY, parseQuery } from './request/parse-params.ts';

/** GET of the description of the API. It is made when it is first asked for. */
export function getOpenApi(operations: () => readonly Operation[]): Handler {
  let body: string | undefined;
  return async (request) => {
    parseQuery(request, NO_QUERY);
    body ??= JSON.stringify(describeApi(operations()));
    return { headers: { 'content-type': 'application/openapi+json' }, body };
  };
}

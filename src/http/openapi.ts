import * as api from '../api/app.ts';
import { CONTRACTS } from '../api/contracts.ts';
import { describeApi } from './openapi/document.ts';
import { type Operation, operation } from './serving/operation.ts';

let description: ReturnType<typeof describeApi> | undefined;

/** The document is made at the first request. */
export const getOpenApi = operation(api.getOpenApi).by(async () => {
  description ??= describeApi(CONTRACTS);
  return { status: 200, body: description };
});

/** The operations on the description of the API. */
export const OPENAPI: readonly Operation[] = [getOpenApi];

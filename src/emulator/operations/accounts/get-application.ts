import type { Operation } from '../../http/operation.ts';
import { elementAnswer } from '../../odata/listing.ts';
import { requireApplication } from '../../rules/application-package-rules.ts';
import { toWireApplication } from '../../views/application-view.ts';

/**
 * GET /applications/{applicationId} (api-version 2025-06-01)
 * https://learn.microsoft.com/rest/api/batchservice/applications/get-application
 */
export const getApplication: Operation = {
  name: 'Applications_GetApplication',
  plane: 'data',
  method: 'GET',
  path: '/applications/{applicationId}',
  handle: (request, { account }) =>
    elementAnswer(request, {
      view: toWireApplication(requireApplication(account, request.path['applicationId'])),
      collection: 'applications',
    }),
};

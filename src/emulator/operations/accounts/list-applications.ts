import type { Operation } from '../../http/operation.ts';
import { listAnswer } from '../../odata/listing.ts';
import { toWireApplication } from '../../views/application-view.ts';
import { applicationsOf } from '../../world/applications.ts';

/**
 * GET /applications (api-version 2025-06-01)
 * https://learn.microsoft.com/rest/api/batchservice/applications/list-applications
 */
export const listApplications: Operation = {
  name: 'Applications_ListApplications',
  plane: 'data',
  method: 'GET',
  path: '/applications',
  handle: (request, { account }) =>
    listAnswer(request, {
      items: applicationsOf(account),
      view: toWireApplication,
      filterable: {},
      collection: 'applications',
      path: '/applications',
      largestPage: 1000,
    }),
};

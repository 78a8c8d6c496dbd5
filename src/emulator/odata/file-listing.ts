import type { Answer, OperationRequest } from '../http/operation.ts';
import { toWireFile } from '../views/file-view.ts';
import type { EmulatedFile } from '../world/files.ts';
import { type Filterable, TEXT } from './filter.ts';
import { listAnswer } from './listing.ts';

/** https://learn.microsoft.com/rest/api/batchservice/odata-filters-in-batch, files: `startswith(name, …)` */
const FILTERABLE: Filterable = { name: TEXT };

/** Answers a list of files: those of the top level, or with `recursive=true` all. */
export function filesAnswer(
  request: OperationRequest,
  { files, folder }: { readonly files: readonly EmulatedFile[]; readonly folder: string },
): Answer {
  const isRecursive = request.query['recursive']?.toLowerCase() === 'true';
  return listAnswer(request, {
    items: files.filter(({ name }) => isRecursive || !name.includes('/')),
    view: (file) => toWireFile(file, folder),
    filterable: FILTERABLE,
    collection: 'files',
    path: folder.slice(request.baseUrl.length),
    largestPage: 1000,
  });
}

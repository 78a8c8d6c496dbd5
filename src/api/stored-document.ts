import * as z from 'zod';
import type { DocumentName } from './contract.ts';

/**
 * A document as it is stored. It may be of any form, because a table can be written by other means. The description of the
 * API has the schema of the document here, which only the part that reads documents knows.
 */
export function storedDocument(document: DocumentName) {
  return z.unknown().meta({ document });
}

import * as z from 'zod';
import type { DocumentName } from './contract.ts';

/**
 * A document as stored. It may have any form, because the table can be written by other means. The OpenAPI description has
 * the schema of the document here, which only the part that parses documents knows.
 */
export function storedDocument(document: DocumentName) {
  return z.unknown().meta({ document });
}

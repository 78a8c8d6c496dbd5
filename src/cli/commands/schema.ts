import { parseArgs } from 'node:util';
import { jsonSchemaOf, SCHEMA_KINDS } from '../../app/documents/json-schema.ts';
import type { Command } from '../command.ts';
import { Misuse } from '../misuse.ts';

/** `schema schedule`: the JSON Schema of a document, for editors. */
export const schema: Command = (parameters, write) => {
  const { positionals } = parseArgs({ args: [...parameters], allowPositionals: true });
  const kind = SCHEMA_KINDS.find((one) => one === positionals[0]);
  if (kind === undefined || positionals.length > 1) throw new Misuse(`schema needs one of ${SCHEMA_KINDS.join(', ')}.`);
  write(`${JSON.stringify(jsonSchemaOf(kind), undefined, 2)}\n`);
  return 0;
};

import { Argument } from '@commander-js/extra-typings';
import { jsonSchemaOf, SCHEMA_KINDS } from '../../documents/json-schema.ts';
import { command, usage } from '../terminal/command.ts';

const schemaUsage = () =>
  usage('schema', 'Prints the JSON Schema of a kind of document, for editors.', 'schedule').addArgument(
    new Argument('<kind>', 'of the document').choices(SCHEMA_KINDS),
  );

/** `schema schedule`: the JSON Schema of a document, for editors. */
export const schema = command(schemaUsage, ({ operands: [kind], write }) => {
  write(`${JSON.stringify(jsonSchemaOf(kind), undefined, 2)}\n`);
  return 0;
});

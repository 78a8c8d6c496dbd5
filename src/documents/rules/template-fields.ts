import * as z from 'zod';
import { templatePath } from '../../core/rules/template.ts';

/** Makes the field of a document from the schema of its value. */
export type FieldForm = <Schema extends z.ZodType>(schema: Schema) => Schema;

/** A field with a literal value. */
export const PLAIN: FieldForm = (schema) => schema;

/** A field with a literal value, or the text `{{path}}` for a value of the event. Its type is that of the final value. */
export const FROM_EVENT: FieldForm = <Schema extends z.ZodType>(schema: Schema) => {
  const { $schema: _, ...plain } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  const either = z
    .unknown()
    .superRefine((value, context) => {
      for (const issue of issuesOf(value, schema)) context.addIssue({ code: 'custom', ...issue });
    })
    .meta({ anyOf: [{ type: 'string', pattern: TEMPLATE_PATTERN }, plain] });
  return either as unknown as Schema;
};

const TEMPLATE_PATTERN = String.raw`^\{\{ {0,3}[A-Za-z0-9_$@:-]+(?:\.[A-Za-z0-9_$@:-]+){0,11} {0,3}\}\}$`;

const NOT_ALONE =
  'what an event has stands alone and by its path, such as "{{data.until}}": it is not put together with other text';

function issuesOf(value: unknown, schema: z.ZodType) {
  if (templatePath(value) !== undefined) return [];
  if (typeof value === 'string' && value.includes('{{')) return [{ path: [], message: NOT_ALONE }];
  const issues = schema.safeParse(value).error?.issues ?? [];
  return issues.map(({ path, message }) => ({ path: [...path], message }));
}

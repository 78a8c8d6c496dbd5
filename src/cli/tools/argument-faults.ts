import type * as z from 'zod';
import type { ApiTool } from './api-tool.ts';

type Given = Readonly<Record<string, unknown>>;

/** Everything that is wrong with the arguments of a tool, as `name: message`; the app validates the body. */
export function argumentFaults({ contract: { path, query }, inputSchema }: ApiTool, given: Given): readonly string[] {
  const { properties, required } = inputSchema;
  const unknown = Object.keys(given).filter((name) => !Object.hasOwn(properties, name));
  const isBodyMissing = required.includes('body') && given['body'] === undefined;
  return [
    ...unknown.map((name) => `${name}: there is no such argument`),
    ...(isBodyMissing ? ['body: it is expected'] : []),
    ...[path, query].flatMap((schema) => parameterFaults(schema, given)),
  ];
}

function parameterFaults(schema: z.ZodObject | undefined, given: Given): readonly string[] {
  if (schema === undefined) return [];
  const named = Object.keys(schema.shape).filter((name) => given[name] !== undefined);
  const result = schema.safeParse(Object.fromEntries(named.map((name) => [name, asSent(given[name])])));
  return result.success ? [] : result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
}

/** As it arrives in an address; lists and objects have no form there. */
function asSent(value: unknown): unknown {
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
}

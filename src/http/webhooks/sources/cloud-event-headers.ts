/**
 * A CloudEvent whose attributes are in the headers of a request. A quoted value is unquoted first and then percent-decoded; a
 * value that is not UTF-8 stays as received.
 * https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/http-protocol-binding.md#3132-http-header-values
 */
export function cloudEventInHeaders(
  headers: Iterable<readonly [name: string, value: string]>,
  data: unknown,
): Readonly<Record<string, unknown>> {
  const attributes = [...headers].flatMap(([name, value]): [string, string][] =>
    name.startsWith('ce-') ? [[name.slice('ce-'.length), decoded(unquoted(value))]] : [],
  );
  return { ...Object.fromEntries(attributes), data };
}

function unquoted(value: string): string {
  const inside = /^"((?:[^"\\]|\\.)*)"$/.exec(value)?.[1];
  return inside === undefined ? value : inside.replaceAll(/\\(.)/g, '$1');
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

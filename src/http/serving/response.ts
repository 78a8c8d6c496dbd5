import type { HttpResponseInit } from '@azure/functions';
import type { Content, Contract } from '../../api/contract.ts';

/** Headers; an `undefined` one is not sent. */
export type HeadersByName = Readonly<Record<string, string | undefined>>;

/** Any response of a handler. */
export interface AnyAnswer {
  readonly status: number;
  readonly headers?: HeadersByName;
  readonly type?: string | undefined;
  readonly body?: unknown;
}

/** Converts a response to that of the host, with its media type, and its body as text or bytes. */
export function toResponse({ answers, name }: Contract, answer: AnyAnswer): HttpResponseInit {
  const { status, headers = {}, body } = answer;
  const said = Object.entries(headers).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const contents: readonly Content[] = [answers[status]?.content ?? []].flat() as readonly Content[];
  if (contents.length === 0) return { status, headers: Object.fromEntries(said) };
  const content = contents.find(({ type = 'application/json' }) => type === (answer.type ?? type));
  if (content === undefined)
    throw new Error(`${name} answers ${status} with ${answer.type}, which it does not declare.`);
  const { type = 'application/json' } = content;
  return {
    status,
    headers: {
      'content-type': type.startsWith('text/') ? `${type}; charset=utf-8` : type,
      ...Object.fromEntries(said),
    },
    body: (isJson(content) ? JSON.stringify(body) : body) as Exclude<HttpResponseInit['body'], undefined>,
  };
}

function isJson({ schema, streamed }: Content): boolean {
  return schema !== undefined && streamed !== true;
}

import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import * as z from 'zod';
import { AppError } from '../app/errors.ts';
import { type LinkView, showLink, useLink } from '../app/outbound/use-link.ts';
import type { Handler } from './operation.ts';
import { parseQuery } from './parse-params.ts';

/** A link in an address: its token is the secret. Anything else than a token is a link that is not there. */
export const LINK_PATH = z.object({ token: z.string() });

/** What a link does, as JSON shows it. */
export const LINK_VIEW = z.object({
  account: z.string(),
  pool: z.string(),
  action: z.enum(['skip', 'plusOneHour', 'plusTwoHours']),
  closesAt: z.string().describe('When the window closes; the link is good until then.'),
  until: z.string().describe('The pool keeps its capacity until then.'),
  does: z.string(),
  done: z.string().nullable().describe('What a link of the same notice has done; `null` where none was used.'),
});

/** The page is ours alone: nothing is loaded, nobody may frame it, and where it leads the address is not told. */
const PAGE_HEADERS = {
  'content-security-policy': "default-src 'none'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
};

/** GET of a link only shows what POST will do: mail programs and chats open addresses by themselves. */
export const getLink: Handler = async (request, ports) => answer(request, await showLink(ports, tokenIn(request)));

/** POST of a link does it, once. */
export const postLink: Handler = async (request, ports) => answer(request, await useLink(ports, tokenIn(request)));

function tokenIn(request: HttpRequest): string {
  parseQuery(request, z.strictObject({}));
  const token = request.params['token'] ?? '';
  if (/^[\w-]{43}$/.test(token)) return token;
  throw new AppError('LinkNotFound', 'There is no such link.');
}

function answer(request: HttpRequest, view: LinkView): HttpResponseInit {
  const { link, does, done } = view;
  if (/\btext\/html\b/i.test(request.headers.get('accept') ?? '')) {
    return { headers: { 'content-type': 'text/html; charset=utf-8', ...PAGE_HEADERS }, body: pageOf(view) };
  }
  const { account, pool, action, closesAt, until } = link;
  const shown: z.infer<typeof LINK_VIEW> = { account, pool, action, closesAt, until, does, done: done ?? null };
  return { headers: PAGE_HEADERS, jsonBody: shown };
}

function pageOf({ link, does, done }: LinkView): string {
  const said = done === undefined ? `${does}.` : `Done: ${done}.`;
  const form = done === undefined ? '<form method="post"><button type="submit">Do it</button></form>' : '';
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escaped(link.account)}/${escaped(link.pool)}</title></head>
<body><h1>Lamplighter</h1><p>${escaped(said)}</p>${form}</body></html>
`;
}

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import * as z from 'zod';
import { type LinkView, showLink, useLink } from '../../app/outbound/use-link.ts';
import type { Ports } from '../../app/ports.ts';
import { AppError } from '../../ports/errors.ts';
import type { Handler } from '../operation.ts';
import { isOurFault, toProblem } from '../problem.ts';

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
export const getLink: Handler = (request, ports) => answering(request, ports, showLink);

/** POST of a link does it, once. */
export const postLink: Handler = (request, ports) => answering(request, ports, useLink);

type Ask = (ports: Ports, token: string) => Promise<LinkView>;

/** People are told on a page what is wrong as well; a program gets the problem. */
async function answering(request: HttpRequest, ports: Ports, ask: Ask): Promise<HttpResponseInit> {
  try {
    return answer(request, await ask(ports, tokenIn(request)));
  } catch (error) {
    if (!(error instanceof AppError && wantsPage(request)) || isOurFault(error)) throw error;
    const { status = 500 } = toProblem(error, '');
    return { status, headers: PAGE, body: pageOf('Lamplighter', `<p>${escaped(error.message)}</p>`) };
  }
}

/** Programs for mail hang parameters of their own on every link: what the query says is not looked at. */
function tokenIn({ params }: HttpRequest): string {
  const token = params['token'] ?? '';
  if (/^[\w-]{43}$/.test(token)) return token;
  throw new AppError('LinkNotFound', 'There is no such link.');
}

function wantsPage({ headers }: HttpRequest): boolean {
  return /\btext\/html\b/i.test(headers.get('accept') ?? '');
}

function answer(request: HttpRequest, { link, does, done }: LinkView): HttpResponseInit {
  const { account, pool, action, closesAt, until } = link;
  if (wantsPage(request)) {
    const said = done === undefined ? `<p>${escaped(does)}.</p>${BUTTON}` : `<p>Done: ${escaped(done)}.</p>`;
    return { headers: PAGE, body: pageOf(`${account}/${pool}`, said) };
  }
  const shown: z.infer<typeof LINK_VIEW> = { account, pool, action, closesAt, until, does, done: done ?? null };
  return { headers: PAGE_HEADERS, jsonBody: shown };
}

const PAGE = { 'content-type': 'text/html; charset=utf-8', ...PAGE_HEADERS };

const BUTTON = '<form method="post"><button type="submit">Do it</button></form>';

function pageOf(title: string, content: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escaped(title)}</title></head>
<body><h1>Lamplighter</h1>${content}</body></html>
`;
}

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

import * as api from '../../api/links.ts';
import { type LinkView, showLink as show, useLink as use } from '../../app/outbound/use-link.ts';
import { AppError } from '../../ports/errors.ts';
import type { Caller } from '../caller/caller.ts';
import { type Operation, operation } from '../serving/operation.ts';
import { isOurFault, statusOf } from '../serving/problem.ts';

/** The page loads nothing, cannot be framed, and sends no referrer. */
const PAGE_HEADERS = {
  'content-security-policy': "default-src 'none'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
};

/** GET only shows what POST would do, because mail programs and chats open links automatically. */
export const showLink = withPages(
  operation(api.showLink).by(async ({ path, caller }, ports) => answer(caller, await show(ports, tokenIn(path)))),
);

/** Carries out the link, once. */
export const useLink = withPages(
  operation(api.useLink).by(async ({ path, caller }, ports) => answer(caller, await use(ports, tokenIn(path)))),
);

/** The operations on links of notices. */
export const LINKS: readonly Operation[] = [showLink, useLink];

/** A person gets a page for a problem as well; a program gets the problem. */
function withPages(served: Operation): Operation {
  return {
    ...served,
    handler: async (asked, ports) => {
      try {
        return await served.handler(asked, ports);
      } catch (error) {
        if (!(error instanceof AppError && asked.caller.accepts('text/html')) || isOurFault(error)) throw error;
        const headers = { 'content-type': 'text/html; charset=utf-8', ...PAGE_HEADERS };
        return {
          status: statusOf(error.code),
          headers,
          body: pageOf('Lamplighter', `<p>${escaped(error.message)}</p>`),
        };
      }
    },
  };
}

function tokenIn({ token }: { readonly token: string }): string {
  if (/^[\w-]{43}$/.test(token)) return token;
  throw new AppError('LinkNotFound', 'There is no such link.');
}

function answer(caller: Caller, { link, does, done }: LinkView) {
  const { account, pool, action, closesAt, until } = link;
  if (caller.accepts('text/html')) {
    const said = done === undefined ? `<p>${escaped(does)}.</p>${BUTTON}` : `<p>Done: ${escaped(done)}.</p>`;
    const body = pageOf(`${account}/${pool}`, said);
    return { status: 200, type: 'text/html', headers: PAGE_HEADERS, body } as const;
  }
  const body = { account, pool, action, closesAt, until, does, done: done ?? null };
  return { status: 200, type: 'application/json', headers: PAGE_HEADERS, body } as const;
}

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

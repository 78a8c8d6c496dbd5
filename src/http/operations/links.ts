import type { Operation } from '../operation.ts';
import { getLink, LINK_PATH, LINK_VIEW, postLink } from '../outbound/links.ts';

const EXAMPLE = {
  account: 'demo',
  pool: 'render',
  action: 'plusOneHour',
  closesAt: '2026-03-02T17:30:00Z',
  until: '2026-03-02T18:30:00Z',
  does: 'The pool demo/render keeps what it has beyond 2026-03-02T17:30:00Z, until 2026-03-02T18:30:00Z: at least 10 nodes ready, no limit allocated',
  done: null,
};

const DONE = 'The pool demo/render keeps what it has … (plusOneHour, used at 2026-03-02T17:05:00Z)';

function answerOf(description: string, example: object) {
  const page = { type: 'text/html', example: '<!doctype html>…' };
  return { 200: { description, content: [{ schema: LINK_VIEW, example }, page] } };
}

/** What the links in a notice lead to. */
export const LINKS: readonly Operation[] = [
  {
    name: 'show-link',
    method: 'GET',
    route: 'links/{token}',
    access: 'open',
    tag: 'links',
    summary: 'What a link of a notice would do; nothing is done.',
    description: 'A page with a button for whoever accepts `text/html`, JSON otherwise.',
    path: LINK_PATH,
    answers: answerOf('What POST will do, or what was done.', EXAMPLE),
    problems: ['InvalidRequest', 'LinkNotFound', 'LinkExpired'],
    handler: getLink,
  },
  {
    name: 'use-link',
    method: 'POST',
    route: 'links/{token}',
    access: 'open',
    tag: 'links',
    summary: 'Does what a link of a notice says, once.',
    description:
      'Of all links of one notice one can be used, once. It puts an override on the pool that keeps the capacity of before from the close on; one that somebody else has put there is never shortened or replaced.',
    path: LINK_PATH,
    answers: answerOf('It was done.', { ...EXAMPLE, done: DONE }),
    problems: [
      'InvalidRequest',
      'LinkNotFound',
      'LinkExpired',
      'LinkUsed',
      'PoolOverridden',
      'PoolNotFound',
      'BatchUnavailable',
    ],
    handler: postLink,
  },
];

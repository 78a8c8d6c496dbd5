import * as z from 'zod';
import { HEALTH_TYPE } from '../../api/health.ts';
import { PROBLEMS } from '../../api/problems.ts';
import { Misuse } from './misuse.ts';
import { type AppOptions, appOf } from './running-app.ts';
import { visible } from './visible.ts';

/** A request to a running app. */
export interface AppRequest {
  readonly method?: 'GET' | 'PUT' | 'POST' | 'DELETE';
  /** Under `api/`. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | undefined>>;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A response of an app. */
export interface AppAnswer {
  readonly status: number;
  /** Also for health that fails: it has the status 503 for monitors, and is an answer nevertheless. */
  readonly isSuccess: boolean;
  /** `undefined` if the response is not JSON. */
  readonly body: unknown;
  readonly text: string;
  readonly etag: string | undefined;
}

/** Nothing responds at the address of an app, or the connection was lost. */
export class NoAnswer extends Misuse {}

/**
 * Sends a request to a running app.
 * @throws Misuse if its address is invalid, something else responds there, or a name in the path would lead to the address of
 *   another operation; NoAnswer
 */
export async function askApp(options: AppOptions, request: AppRequest): Promise<AppAnswer> {
  const response = await fetchFromApp(options, request);
  const answer = await readAnswer(response).catch((error) => {
    throw noAnswer(options, error);
  });
  if (!answer.isSuccess || answer.text === '' || answer.body !== undefined) return answer;
  throw new Misuse(`${appOf(options).app} does not answer as Lamplighter does; is --app its address?`);
}

/** Reads a response to its end. */
export async function readAnswer(response: Response): Promise<AppAnswer> {
  const text = await response.text();
  return {
    status: response.status,
    isSuccess: response.ok || (response.headers.get('content-type') ?? '').startsWith(HEALTH_TYPE),
    body: jsonIn(text),
    text,
    etag: response.headers.get('etag') ?? undefined,
  };
}

/**
 * Sends a request to a running app, and returns its response before the body has arrived. It follows no redirection: the key
 * would be sent to the other address, and a POST would arrive there as a GET.
 * @throws Misuse if its address is invalid, or it redirects; NoAnswer
 */
export async function fetchFromApp(options: AppOptions, request: AppRequest): Promise<Response> {
  const { app } = appOf(options);
  const response = await send(options, request);
  if (response.status < 300 || response.status > 399) return response;
  const to = response.headers.get('location') ?? 'another address';
  throw new Misuse(`${app} redirects to ${to}, and nothing was done: give the address of the app itself with --app`);
}

async function send(options: AppOptions, request: AppRequest): Promise<Response> {
  const { app, key } = appOf(options);
  const { method = 'GET', path, query = {}, body, headers = {} } = request;
  if (/(?:^|\/)\.\.?(?:\/|$)/.test(path)) throw new Misuse(`"." and ".." name nothing in an app: ${path}`);
  const url = new URL(`api/${path}`, app);
  for (const [name, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(name, value);
  try {
    return await fetch(url, {
      method,
      redirect: 'manual',
      headers: {
        ...(key !== '' && { 'x-functions-key': key }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  } catch (error) {
    throw noAnswer(options, error);
  }
}

function noAnswer(options: AppOptions, error: unknown): NoAnswer {
  const cause = (error as Error).cause as Error | undefined;
  const { app } = appOf(options);
  const why = String(cause?.message ?? error)
    .replaceAll(/\s+/g, ' ')
    .trim();
  return new NoAnswer(`${app} does not answer (${why}); is it running, and is --app its address?`);
}

/** Of what is no problem of the app, such as a page of a proxy. */
const MOST_SHOWN = 500;

const PROBLEM = z.object({
  code: z.string(),
  detail: z.string(),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
});

/** A refusal as text: the problem, the members in question, and the remedy. */
export function refusalText({ status, body, text }: AppAnswer): string {
  const problem = PROBLEM.safeParse(visible(body)).data;
  if (problem === undefined) return `${status} ${keyHint(status) ?? visible(text.trim().slice(0, MOST_SHOWN))}\n`;
  const { code, detail, errors = [] } = problem;
  const remediation = Object.entries(PROBLEMS).find(([known]) => known === code)?.[1].remediation;
  const lines = [
    `${status} ${code}: ${detail}`,
    ...errors.map(({ path, message }) => `  ${path}: ${message}`),
    ...(remediation === undefined ? [] : [`  ${remediation}`]),
  ];
  return `${lines.join('\n')}\n`;
}

function keyHint(status: number): string | undefined {
  return status === 401
    ? 'the key is missing or wrong: give --key, set LAMPLIGHTER_KEY, or keep both in a profile'
    : undefined;
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

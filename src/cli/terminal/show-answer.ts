import { type AppRequest, askApp, refusalText } from './app-client.ts';
import type { AppOptions } from './running-app.ts';
import { visible } from './visible.ts';

export interface Showing<Body> {
  readonly write: (text: string) => void;
  /** The response as text for people. */
  readonly show: (body: Body) => string;
}

/**
 * Sends a request to a running app and shows the response, unchanged with `--json`. A refusal goes to standard error.
 * @returns the exit code
 * @throws Misuse if the address is invalid, or the app does not respond
 */
export async function showAnswer<Body>(
  options: AppOptions & { readonly json?: true | undefined },
  request: AppRequest,
  { write, show }: Showing<Body>,
): Promise<number> {
  const answer = await askApp(options, request);
  if (!answer.isSuccess) {
    process.stderr.write(refusalText(answer));
    return 1;
  }
  if (options.json) write(`${answer.text === '' ? '{}' : answer.text}\n`);
  else write(show(visible(answer.body as Body)));
  return 0;
}

import { type AppRequest, askApp, refusalText } from './app-client.ts';
import type { AppOptions } from './running-app.ts';

export interface Showing<Body> {
  readonly write: (text: string) => void;
  /** The answer for people. */
  readonly show: (body: Body) => string;
}

/**
 * Asks a running app and shows its answer, to machines as it came. What the app refuses goes to standard error; gives the exit
 * code. @throws Misuse if the address is none, or the app does not answer
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
  else write(show(answer.body as Body));
  return 0;
}

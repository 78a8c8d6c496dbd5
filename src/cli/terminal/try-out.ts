import type { EffectAnswer } from '../../api/effects.ts';
import type { AppRequest } from './app-client.ts';
import { effectText } from './effect-text.ts';
import type { AppOptions } from './running-app.ts';
import { showAnswer } from './show-answer.ts';

/** Sends a request to a running app as a dry run, and shows its effect. @returns the exit code */
export function tryOut(
  options: AppOptions & { readonly json?: true | undefined },
  request: AppRequest,
  write: (text: string) => void,
): Promise<number> {
  const tried = { ...request, query: { ...request.query, dryRun: 'true' } };
  return showAnswer<EffectAnswer>(options, tried, { write, show: effectText });
}

import { readFile } from 'node:fs/promises';
import { describeError } from '../core/text/describe-error.ts';
import type { BuiltPage } from '../ports/built-page.ts';
import { AppError } from '../ports/errors.ts';

/** A page in a file of the build. It is read at the first request, so it adds nothing to a cold start. */
export function pageFile(path: string): BuiltPage {
  let text: string | undefined;
  return {
    read: async () => {
      try {
        text ??= await readFile(path, 'utf8');
        return text;
      } catch (error) {
        const message = `The page is not part of this build: run npm run build. (${describeError(error)})`;
        throw new AppError('Misconfigured', message, { cause: error });
      }
    },
  };
}

import { readFile } from 'node:fs/promises';
import type { BuiltPage } from '../app/built-page.ts';
import { describeError } from '../app/describe-error.ts';
import { AppError } from '../app/errors.ts';

/** A page in a file of the build. It is read when it is first asked for: nothing of it costs a cold start. */
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

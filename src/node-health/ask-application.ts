import { askCommand } from './ask-command.ts';
import { askFile, type FileSource } from './ask-file.ts';
import { askUrl } from './ask-url.ts';
import { type Ask, type HealthState, unknown } from './signal.ts';

/** Where the health of the application comes from. `check` is for a program that serves its own health. */
export type ApplicationSource =
  | { readonly command: string }
  | { readonly url: string | URL }
  | (Pick<FileSource, 'file'> & Partial<FileSource>)
  | { readonly check: (signal: AbortSignal) => Promise<HealthState> | HealthState };

const FILE_MAX_AGE_MS = 60_000;

/** Creates the probe of the application. @throws TypeError if its URL is invalid */
export function askApplication(source: ApplicationSource): Ask {
  if ('command' in source) return askCommand(source.command);
  if ('url' in source) return askUrl(new URL(source.url));
  // Not by spreading: a JavaScript program may pass `undefined`, and then no age would be too great.
  if ('file' in source) return askFile({ file: source.file, maxAgeMs: source.maxAgeMs ?? FILE_MAX_AGE_MS });
  return async (signal) => {
    const state = await source.check(signal);
    // A JavaScript program may return anything.
    return STATES.includes(state) ? { state, reason: `says ${state.toLowerCase()}` } : unknown('answer not understood');
  };
}

const STATES: readonly unknown[] = ['Healthy', 'Unhealthy', 'Unknown'] satisfies readonly HealthState[];

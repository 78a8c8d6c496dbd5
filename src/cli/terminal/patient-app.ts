import { setTimeout as wait } from 'node:timers/promises';
import { type AppAnswer, type AppRequest, askApp, NoAnswer, refusalText } from './app-client.ts';
import { endProgress } from './progress.ts';
import { Refusal } from './refusal.ts';
import type { AppOptions } from './running-app.ts';

/** Of an app that restarts, is overloaded, or cannot reach its storage for a moment. */
const PASSING: ReadonlySet<number> = new Set([429, 502, 503, 504]);

/** The pauses between attempts, in milliseconds: 5 minutes together. */
const PAUSES_MS = [1000, 2000, 4000, 8000, ...Array<number>(19).fill(15_000)];

/** Asks a running app, and returns its response. @throws Refusal; NoAnswer */
export type PatientApp = (request: AppRequest) => Promise<AppAnswer>;

/**
 * An app that is asked for a long time, such as for the progress of a request. If the connection is lost, or the app responds
 * with 429, 502, 503 or 504, it is asked again for up to 5 minutes. Standard error says so the first time. Only for requests that
 * change nothing.
 */
export function patientApp(options: AppOptions): PatientApp {
  let hasSaid = false;
  const say = (problem: string) => {
    if (hasSaid) return;
    hasSaid = true;
    endProgress();
    process.stderr.write(`${problem}\nThe app is asked again, for up to 5 minutes each time that this happens.\n`);
  };
  return async (request) => {
    for (const pause of PAUSES_MS) {
      const found = await attempt(options, request);
      if (typeof found !== 'string') return found;
      say(found);
      await wait(pause);
    }
    return granted(await askApp(options, request));
  };
}

/** The response, or the problem if it may pass. */
async function attempt(options: AppOptions, request: AppRequest): Promise<AppAnswer | string> {
  try {
    const answer = await askApp(options, request);
    return PASSING.has(answer.status) ? refusalText(answer).trimEnd() : granted(answer);
  } catch (error) {
    if (error instanceof NoAnswer) return error.message;
    throw error;
  }
}

/** A response that is no refusal. @throws Refusal */
export function granted(answer: AppAnswer): AppAnswer {
  if (!answer.isSuccess) throw new Refusal(refusalText(answer).trimEnd());
  return answer;
}

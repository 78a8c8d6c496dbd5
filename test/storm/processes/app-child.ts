import { flushCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';
import { Temporal } from 'temporal-polyfill';
import type { MessageFaults } from '../../../src/local/runner/message-faults.ts';
import { type Runner, startRunner } from '../../../src/local/runner/start-runner.ts';

/** What an app is told by the storm. */
export type ToApp =
  | {
      readonly kind: 'start';
      readonly now: string;
      readonly settings: Readonly<Record<string, string>>;
      readonly messageFaults: MessageFaults | undefined;
    }
  | { readonly kind: 'settle'; readonly now: string; readonly garbles: boolean };

/** What it says. */
export type FromApp =
  | { readonly kind: 'ready'; readonly url: string; readonly key: string }
  | { readonly kind: 'settled'; readonly problems: readonly string[] };

// An app in a process of its own, which the storm can kill. Its clock is the storm's.
let now = Temporal.Instant.fromEpochMilliseconds(0);
let runner: Runner | undefined;
/** The host looks at them at each message. */
let faults: { -readonly [Name in keyof MessageFaults]: MessageFaults[Name] } | undefined;
/** The share of messages that arrive as garbage, as long as any do. */
let garbled = 0;
/** After so many runs most of what an app runs has been compiled, and can be kept for those after it. */
const WARM = 6;
let settles = 0;
const problems: string[] = [];

process.on('message', (told: ToApp) => {
  now = Temporal.Instant.from(told.now);
  handle(told).catch((error: unknown) => problems.push(String(error)));
});

async function handle(told: ToApp): Promise<void> {
  if (told.kind === 'start') {
    const root = fileURLToPath(new URL('../../..', import.meta.url));
    const log = (level: string, message: string) => void (level === 'error' && problems.push(message));
    const clock = { now: () => now, speed: 0 };
    const { settings, messageFaults } = told;
    faults = messageFaults && { ...messageFaults };
    garbled = messageFaults?.poison ?? 0;
    runner = await startRunner({ root, settings, clock, messageFaults: faults, functionKey: 'storm', log });
    return say({ kind: 'ready', url: runner.url, key: runner.functionKey });
  }
  if (faults !== undefined) faults.poison = told.garbles ? garbled : 0;
  // Where the storage does not answer the host comes back, and so does the storm.
  await runner?.settle().catch((error: unknown) => problems.push(String(error)));
  settles += 1;
  if (settles === WARM) flushCompileCache();
  say({ kind: 'settled', problems: problems.splice(0) });
}

function say(said: FromApp): void {
  process.send?.(said);
}

// Nobody is left who could ask for anything.
process.on('disconnect', () => process.exit());

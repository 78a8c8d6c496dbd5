import { Temporal } from 'temporal-polyfill';
import { LONGEST_MILLISECONDS } from './time-limits.ts';

const DEFAULT_DURATION = Temporal.Duration.from({ seconds: 10 });
const SHORTEST_RETRY = Temporal.Duration.from({ seconds: 1 });

/** The duration of a command: that of its first `sleep N` (seconds), or ten seconds; at most `LONGEST_MILLISECONDS`. */
export function commandDuration(commandLine: string): Temporal.Duration {
  const seconds = /\bsleep\s+(\d+(?:\.\d+)?)/.exec(commandLine)?.[1];
  if (seconds === undefined) return DEFAULT_DURATION;
  return Temporal.Duration.from({ milliseconds: Math.min(Math.round(Number(seconds) * 1000), LONGEST_MILLISECONDS) });
}

/**
 * The duration of a further run after a failed one: at least a second, because a command that fails at once and is retried
 * without limit would never let the time pass.
 */
export function retryDuration(duration: Temporal.Duration): Temporal.Duration {
  return Temporal.Duration.compare(duration, SHORTEST_RETRY) < 0 ? SHORTEST_RETRY : duration;
}

/** The exit code of a command: that of its first `exit N`, or 0. */
export function commandExitCode(commandLine: string): number {
  return Number(/\bexit\s+(\d{1,9})\b/.exec(commandLine)?.[1] ?? 0);
}

/** The output of a command: the text of its first `echo`. */
export function commandOutput(commandLine: string): string {
  const [, double, single, plain] = /\becho\s+(?:"([^"]*)"|'([^']*)'|([^;&|"'\n]+))/.exec(commandLine) ?? [];
  const said = double ?? single ?? plain?.trim();
  return said === undefined ? '' : `${said}\n`;
}

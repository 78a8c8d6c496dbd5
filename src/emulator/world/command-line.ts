import { Temporal } from 'temporal-polyfill';

const DEFAULT_DURATION = Temporal.Duration.from({ seconds: 10 });

/** The duration of a command: that of its first `sleep N` (seconds), or ten seconds. */
export function commandDuration(commandLine: string): Temporal.Duration {
  const seconds = /\bsleep\s+(\d+(?:\.\d+)?)/.exec(commandLine)?.[1];
  if (seconds === undefined) return DEFAULT_DURATION;
  return Temporal.Duration.from({ milliseconds: Math.round(Number(seconds) * 1000) });
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

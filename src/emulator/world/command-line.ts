import { Temporal } from 'temporal-polyfill';

const DEFAULT_DURATION = Temporal.Duration.from({ seconds: 10 });

/** How long a command runs: as long as the first `sleep N` (seconds) in it says, ten seconds if it says nothing. */
export function commandDuration(commandLine: string): Temporal.Duration {
  const seconds = /\bsleep\s+(\d+(?:\.\d+)?)/.exec(commandLine)?.[1];
  if (seconds === undefined) return DEFAULT_DURATION;
  return Temporal.Duration.from({ milliseconds: Math.round(Number(seconds) * 1000) });
}

/** With which code a command ends: with that of the first `exit N` in it, with 0 if it says nothing. */
export function commandExitCode(commandLine: string): number {
  return Number(/\bexit\s+(\d{1,9})\b/.exec(commandLine)?.[1] ?? 0);
}

/** What a command writes: what the first `echo` in it says. */
export function commandOutput(commandLine: string): string {
  const [, double, single, plain] = /\becho\s+(?:"([^"]*)"|'([^']*)'|([^;&|"'\n]+))/.exec(commandLine) ?? [];
  const said = double ?? single ?? plain?.trim();
  return said === undefined ? '' : `${said}\n`;
}

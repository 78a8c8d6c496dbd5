import packageJson from '../../package.json' with { type: 'json' };
import { COMMANDS } from './commands.ts';
import { Misuse } from './terminal/misuse.ts';
import { Refusal } from './terminal/refusal.ts';

/** Where the command line writes to. */
export interface Streams {
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
}

/**
 * Runs the command that the first argument names. An error is written in one line; an unexpected one with its stack if
 * LAMPLIGHTER_DEBUG is set.
 * @returns the exit code of the command; 1 if the app refused it, 2 if it was misused or failed unexpectedly
 */
export async function main([name = '', ...parameters]: readonly string[], { out, error }: Streams): Promise<number> {
  if (['--help', '-h', 'help'].includes(name)) {
    out(listOfCommands());
    return 0;
  }
  if (['--version', '-V'].includes(name)) {
    out(`${packageJson.version}\n`);
    return 0;
  }
  const entry = COMMANDS.find((one) => one.name === name);
  if (entry === undefined) {
    const problem = name.startsWith('-') ? `unknown option '${name}'` : `there is no command '${name}'`;
    error(name === '' ? listOfCommands() : `lamplighter: ${problem}; 'npx lamplighter --help' lists the commands\n`);
    return 2;
  }
  try {
    const command = await entry.load();
    return await command(parameters, out);
  } catch (problem) {
    if (problem instanceof Refusal) {
      error(`${problem.message}\n`);
      return 1;
    }
    error(`lamplighter ${name}: ${describe(problem)}\n`);
    return 2;
  }
}

function listOfCommands(): string {
  const width = Math.max(...COMMANDS.map(({ name }) => name.length)) + 2;
  return [
    'Usage: npx lamplighter <command> [options]',
    '',
    ...COMMANDS.map(({ name, summary }) => `  ${name.padEnd(width)}${summary}`),
    '',
    "'npx lamplighter <command> --help' shows the options of a command, '--version' the version.",
    '',
  ].join('\n');
}

function describe(problem: unknown): string {
  if (problem instanceof Misuse) return problem.message;
  if ((process.env['LAMPLIGHTER_DEBUG'] ?? '') !== '') return String((problem as Error).stack ?? problem);
  const message = problem instanceof Error ? problem.message : String(problem);
  return `failed unexpectedly: ${message.replaceAll(/\s*\n\s*/g, ' ')} (LAMPLIGHTER_DEBUG=1 shows where)`;
}

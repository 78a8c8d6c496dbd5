import { CommanderError, Command as CommandLine, type OptionValues } from '@commander-js/extra-typings';
import { Misuse } from './misuse.ts';

/** A command: takes what follows its name, writes to standard output, gives the exit code (0 success, 1 failure, 2 misuse). */
export type Command = (parameters: readonly string[], write: (text: string) => void) => Promise<number> | number;

/** What a command was called with. */
export interface Call<Operands, Options> {
  readonly operands: Operands;
  readonly options: Options;
  readonly write: (text: string) => void;
}

/** The start of a command's usage: its name, as `--help` shows it, and what it does. */
export function usage(name: string, description: string): CommandLine {
  return new CommandLine(`npx lamplighter ${name}`).description(description).helpOption('--help', 'show this text');
}

/**
 * A command that reads its operands and options by its usage, made anew for each call. `--help` writes the usage, and the exit
 * code is 0. The command throws Misuse, in one line, for operands and options that the usage does not have.
 */
export function command<Operands extends unknown[], Options extends OptionValues>(
  usageOf: () => CommandLine<Operands, Options>,
  run: (call: Call<Operands, Options>) => Promise<number> | number,
): Command {
  return (parameters, write) => {
    const line = usageOf()
      .exitOverride()
      .configureOutput({ writeOut: write, writeErr: () => undefined });
    try {
      line.parse(parameters, { from: 'user' });
    } catch (error) {
      if (!(error instanceof CommanderError)) throw error;
      if (error.exitCode === 0) return 0;
      throw new Misuse(`${inOneLine(error.message)}; see '${line.name()} --help'`);
    }
    return run({ operands: line.processedArgs, options: line.opts(), write });
  };
}

function inOneLine(message: string): string {
  return message
    .replace(/^error: /, '')
    .replaceAll(/\s*\n\s*/g, ' ')
    .replace(/\.$/, '');
}

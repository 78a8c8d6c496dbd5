import { CommanderError, Command as CommandLine, type OptionValues } from '@commander-js/extra-typings';
import { Misuse } from './misuse.ts';

/** Takes the arguments after its name, writes to standard output, and returns the exit code (0 success, 1 failure, 2 misuse). */
export interface Command {
  (parameters: readonly string[], write: (text: string) => void): Promise<number> | number;
  /** Only parses operands and options. @throws what the command throws for them, CommanderError for `--help` */
  readonly read: (parameters: readonly string[]) => void;
}

/** The parsed arguments of a command, and its output. */
export interface Call<Operands, Options> {
  readonly operands: Operands;
  readonly options: Options;
  readonly write: (text: string) => void;
}

/** The beginning of a command's usage: its name, its description, and the arguments of an example. */
export function usage(name: string, description: string, example: string): CommandLine {
  return new CommandLine(`npx lamplighter ${name}`)
    .description(description)
    .helpOption('--help', 'show this text')
    .addHelpText('after', `\nExample:\n  ${`npx lamplighter ${name} ${example}`.trimEnd()}`);
}

/**
 * A command that parses its operands and options by its usage, which is created anew for each call. `--help` writes the usage,
 * with exit code 0. The command throws Misuse, with a message of one line, for operands and options that are not in the usage.
 */
export function command<Operands extends unknown[], Options extends OptionValues>(
  usageOf: () => CommandLine<Operands, Options>,
  run: (call: Call<Operands, Options>) => Promise<number> | number,
): Command {
  const read = (parameters: readonly string[], write: (text: string) => void = () => undefined) => {
    const line = usageOf()
      .exitOverride()
      .configureOutput({ writeOut: write, writeErr: () => undefined });
    try {
      return line.parse(parameters, { from: 'user' });
    } catch (error) {
      if (!(error instanceof CommanderError) || error.exitCode === 0) throw error;
      throw new Misuse(`${inOneLine(error.message)}; see '${line.name()} --help'`);
    }
  };
  const call = (parameters: readonly string[], write: (text: string) => void) => {
    try {
      const line = read(parameters, write);
      return run({ operands: line.processedArgs, options: line.opts(), write });
    } catch (error) {
      if (error instanceof CommanderError) return 0;
      throw error;
    }
  };
  return Object.assign(call, { read });
}

function inOneLine(message: string): string {
  return message
    .replace(/^error: /, '')
    .replaceAll(/\s*\n\s*/g, ' ')
    .replace(/\.$/, '');
}

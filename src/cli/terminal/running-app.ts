import { type Command as CommandLine, Option, type OptionValues } from '@commander-js/extra-typings';

/** Adds the options of a command that asks a running app: where it is, and its key. */
export function withApp<Operands extends unknown[], Options extends OptionValues>(
  line: CommandLine<Operands, Options>,
) {
  return line
    .addOption(new Option('--app <address>', 'of the app').env('LAMPLIGHTER_APP').default('http://127.0.0.1:7071'))
    .addOption(new Option('--key <key>', 'a function key').env('LAMPLIGHTER_KEY').default('', 'none'));
}

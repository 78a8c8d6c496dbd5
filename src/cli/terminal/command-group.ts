import type { Command } from './command.ts';
import { Misuse } from './misuse.ts';

/** A command of a group, and what it does. */
export interface Member {
  readonly summary: string;
  readonly command: Command;
}

/** A command whose first word names one of several: `audit export`, `audit verify`. */
export function commandGroup(name: string, members: Readonly<Record<string, Member>>): Command {
  const memberOf = ([word = '']: readonly string[]): Member => {
    if (Object.hasOwn(members, word) && members[word] !== undefined) return members[word];
    const unknown = word === '' ? '' : `there is no command '${name} ${word}'; `;
    throw new Misuse(`${unknown}${choiceOf(name, Object.keys(members))} is expected`);
  };
  const call = async (...[parameters, write]: Parameters<Command>): Promise<number> => {
    if (['--help', '-h', 'help'].includes(parameters[0] ?? '')) {
      write(listOf(name, members));
      return 0;
    }
    return memberOf(parameters).command(parameters.slice(1), write);
  };
  return Object.assign(call, {
    read: (parameters: readonly string[]) => memberOf(parameters).command.read(parameters.slice(1)),
  });
}

function choiceOf(name: string, words: readonly string[]): string {
  const quoted = words.map((word) => `'${name} ${word}'`);
  return `${quoted.slice(0, -1).join(', ')} or ${quoted.at(-1)}`;
}

function listOf(name: string, members: Readonly<Record<string, Member>>): string {
  const width = Math.max(...Object.keys(members).map((word) => word.length)) + 2;
  return [
    `Usage: npx lamplighter ${name} <command> [options]`,
    '',
    ...Object.entries(members).map(([word, { summary }]) => `  ${word.padEnd(width)}${summary}`),
    '',
    `'npx lamplighter ${name} <command> --help' shows the options of a command, with an example.`,
    '',
  ].join('\n');
}

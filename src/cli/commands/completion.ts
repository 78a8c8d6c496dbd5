import { Argument } from '@commander-js/extra-typings';
import { type Command, command, usage } from '../terminal/command.ts';

const SHELLS = ['bash', 'zsh', 'fish'] as const;

const completionUsage = () =>
  usage(
    'completion',
    'Prints a script for a shell, which defines the command lamplighter as npx lamplighter and completes its commands.',
    'bash',
  ).addArgument(new Argument('<shell>', 'the shell').choices(SHELLS));

/** A command that a shell completes. */
export interface Completed {
  readonly name: string;
  readonly summary: string;
}

/**
 * `completion bash`: the script with which a shell completes the names of commands, and files after them. A shell completes by the
 * first word, which would be `npx`; so the script also defines `lamplighter`, unless there is a command of that name.
 */
export function completionOf(commands: readonly Completed[]): Command {
  return command(completionUsage, ({ operands: [shell], write }) => {
    write(SCRIPTS[shell](commands));
    return 0;
  });
}

function namesOf(commands: readonly Completed[]): string {
  return commands.map(({ name }) => name).join(' ');
}

const LAMPLIGHTER = 'command -v lamplighter >/dev/null || lamplighter() { npx lamplighter "$@"; }\n';

const SCRIPTS: Readonly<Record<(typeof SHELLS)[number], (commands: readonly Completed[]) => string>> = {
  bash: (commands) => `${LAMPLIGHTER}_lamplighter() {
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "${namesOf(commands)}" -- "\${COMP_WORDS[1]}"))
  else
    COMPREPLY=($(compgen -f -- "\${COMP_WORDS[COMP_CWORD]}"))
  fi
}
complete -o filenames -F _lamplighter lamplighter
`,
  zsh: (commands) => `${LAMPLIGHTER}_lamplighter() {
  if (( CURRENT == 2 )); then compadd ${namesOf(commands)}; else _files; fi
}
compdef _lamplighter lamplighter
`,
  fish: (commands) =>
    `type -q lamplighter; or function lamplighter; npx lamplighter $argv; end\n${commands
      .map(
        ({ name, summary }) =>
          `complete -c lamplighter -n __fish_use_subcommand -f -a ${name} -d '${summary.replaceAll("'", String.raw`\'`)}'\n`,
      )
      .join('')}`,
};
